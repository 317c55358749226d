// Streets as flat arrays: reading, picking, lasso, neighbours. Pure functions, no page needed.

/** Read the binary geometry: counts, first points, metres east and north, flags. */
export function readStreets(buffer) {
  const n = new Uint32Array(buffer, 0, 1)[0];
  const start = new Uint32Array(buffer, 4, n + 1);
  const points = start[n];
  const xy = new Float32Array(buffer, 4 + 4 * (n + 1), 2 * points);
  const flags = new Uint8Array(buffer, 4 + 4 * (n + 1) + 8 * points, n);
  return { n, start, xy, flags, box: boxes({ n, start, xy }) };
}

/** Bounding box of every street: west, south, east, north. */
function boxes({ n, start, xy }) {
  const box = new Float32Array(4 * n);
  for (let i = 0; i < n; i++) {
    let w = Infinity, s = Infinity, e = -Infinity, t = -Infinity;
    for (let j = start[i]; j < start[i + 1]; j++) {
      const x = xy[2 * j], y = xy[2 * j + 1];
      if (x < w) w = x; if (x > e) e = x; if (y < s) s = y; if (y > t) t = y;
    }
    box.set([w, s, e, t], 4 * i);
  }
  return box;
}

/** Bounds of the whole map. */
export function extent({ n, box }) {
  const all = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < n; i++) {
    all[0] = Math.min(all[0], box[4 * i]); all[1] = Math.min(all[1], box[4 * i + 1]);
    all[2] = Math.max(all[2], box[4 * i + 2]); all[3] = Math.max(all[3], box[4 * i + 3]);
  }
  return all;
}

/** The street nearest to a point within `reach` metres, or -1. */
export function nearest(streets, x, y, reach) {
  const { n, start, xy, box } = streets;
  let best = reach * reach, found = -1;
  for (let i = 0; i < n; i++) {
    if (x < box[4 * i] - reach || x > box[4 * i + 2] + reach) continue;
    if (y < box[4 * i + 1] - reach || y > box[4 * i + 3] + reach) continue;
    for (let j = start[i]; j + 1 < start[i + 1]; j++) {
      const d = toPart(xy[2 * j], xy[2 * j + 1], xy[2 * j + 2], xy[2 * j + 3], x, y);
      if (d < best) { best = d; found = i; }
    }
  }
  return found;
}

function toPart(ax, ay, bx, by, x, y) {
  const dx = bx - ax, dy = by - ay;
  const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2;
}

/** A point a share (0-1) of the way along a street, and the direction there. */
export function along({ start, xy }, i, share) {
  const first = start[i], last = start[i + 1] - 1;
  let total = 0;
  for (let j = first; j < last; j++) total += Math.hypot(xy[2 * j + 2] - xy[2 * j], xy[2 * j + 3] - xy[2 * j + 1]);
  let left = share * total;
  for (let j = first; j < last; j++) {
    const dx = xy[2 * j + 2] - xy[2 * j], dy = xy[2 * j + 3] - xy[2 * j + 1], d = Math.hypot(dx, dy);
    if (left <= d || j === last - 1) {
      const t = d ? Math.min(1, left / d) : 0;
      return { x: xy[2 * j] + t * dx, y: xy[2 * j + 1] + t * dy, dx: d ? dx / d : 1, dy: d ? dy / d : 0, total };
    }
    left -= d;
  }
  return { x: xy[2 * first], y: xy[2 * first + 1], dx: 1, dy: 0, total };
}

/** Streets whose middle lies inside a polygon of [x, y] points. */
export function inside(streets, polygon) {
  const found = [];
  for (let i = 0; i < streets.n; i++) {
    const { x, y } = along(streets, i, 0.5);
    let odd = false;
    for (let a = 0, b = polygon.length - 1; a < polygon.length; b = a++) {
      const [ax, ay] = polygon[a], [bx, by] = polygon[b];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
    }
    if (odd) found.push(i);
  }
  return found;
}

/** For both ends of each street, the streets that meet there: [[at the first point], [at the last]]. */
export function junctions({ n, start, xy }) {
  const at = new Map(), key = (j) => `${Math.round(xy[2 * j])},${Math.round(xy[2 * j + 1])}`;
  const ends = (i) => [key(start[i]), key(start[i + 1] - 1)];
  for (let i = 0; i < n; i++) for (const k of ends(i)) (at.get(k) || at.set(k, []).get(k)).push(i);
  return Array.from({ length: n }, (_, i) => ends(i).map((k) => at.get(k)));
}
