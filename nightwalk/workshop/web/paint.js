// Painting streets on a canvas: colour and width both show the value, a dash shows a guess.
import { along } from "./geometry.js";

const NONE = 255; // no value, or a range that includes no change
const FINE = 1.6; // pixels: width of a street from which casing, hatch and round ends are drawn
const GUESSED = 1; // flag of a street whose light is guessed

/** Draw every street once: a band behind what a proposal touches, casing, one path for each colour, the hatch. */
export function paintStreets(g, view, streets, values, look, measured) {
  g.setTransform(look.density, 0, 0, look.density, 0, 0);
  g.fillStyle = look.ground;
  g.fillRect(0, 0, view.width, view.height);
  g.lineCap = g.lineJoin = "round";
  outline(g, view, streets, measured, look.ink, 8, 0.42);
  const base = Math.max(1.1, Math.min(9, 6.5 * view.scale)), levels = look.ramp.length;
  const paths = look.ramp.map(() => new Path2D()), plain = new Path2D(), guessed = new Path2D();
  for (let i = 0; i < streets.n; i++) {
    if (!view.sees(streets.box, 4 * i)) continue;
    const value = values ? values[i] : NONE;
    trace(value === NONE ? plain : paths[Math.min(value, levels - 1)], view, streets, i);
    if (look.hatch && streets.flags[i] & GUESSED) trace(guessed, view, streets, i);
  }
  const fine = base > FINE; // from afar, what nobody could see is not drawn
  g.lineCap = fine ? "round" : "butt";
  if (look.casing && fine) stroke(g, [plain, ...paths], look.casing, base + 1.6, base, look.widths);
  stroke(g, [plain], look.plain, base * 0.75, 0);
  paths.forEach((path, k) => stroke(g, [path], look.ramp[k], base * look.widths[k], 0));
  if (look.hatch && fine) hatch(g, guessed, look.ground, base);
}

function trace(path, view, { start, xy }, i) {
  let j = start[i];
  path.moveTo(view.x(xy[2 * j]), view.y(xy[2 * j + 1]));
  for (j++; j < start[i + 1]; j++) path.lineTo(view.x(xy[2 * j]), view.y(xy[2 * j + 1]));
}

function stroke(g, paths, colour, width, more, widths) {
  g.strokeStyle = colour;
  paths.forEach((path, k) => {
    g.lineWidth = widths && k ? more * widths[k - 1] + 1.6 : width;
    g.stroke(path);
  });
}

/** Bars of the ground's colour across a street: what the map shows there rests on guessed light. */
function hatch(g, path, ground, base) {
  g.strokeStyle = ground;
  g.lineCap = "butt";
  g.lineWidth = base * 2.2;
  g.setLineDash([1.6, 4 + base]);
  g.stroke(path);
  g.setLineDash([]);
  g.lineCap = "round";
}

/** A band around some streets. */
export function outline(g, view, streets, rows, colour, wide, alpha = 1) {
  const path = new Path2D();
  for (const i of rows) if (view.sees(streets.box, 4 * i)) trace(path, view, streets, i);
  g.globalAlpha = alpha;
  stroke(g, [path], colour, Math.max(1.1, Math.min(9, 6.5 * view.scale)) + wide, 0);
  g.globalAlpha = 1;
}

/** Cells of marks: the larger, the more devices; the sign says the mood, not only the colour. */
export function paintCells(g, view, cells, look) {
  for (const { x, y, size, uneasy, pleasant } of cells) {
    const more = uneasy >= pleasant, many = uneasy + pleasant, r = 9 + 2.4 * Math.sqrt(many);
    g.globalAlpha = 0.16;
    g.fillStyle = more ? look.uneasy : look.pleasant;
    g.fillRect(view.x(x - size / 2), view.y(y + size / 2), size * view.scale, size * view.scale);
    g.globalAlpha = 0.95;
    g.beginPath(); g.arc(view.x(x), view.y(y), r, 0, 7); g.fill();
    g.globalAlpha = 1;
    g.strokeStyle = look.ground; g.lineWidth = 1.5; g.stroke();
    g.fillStyle = look.inside;
    g.font = `600 ${Math.round(r)}px ${look.font}`;
    g.textAlign = "center"; g.textBaseline = "middle";
    g.fillText(`${more ? "!" : "♥"}${many}`, view.x(x), view.y(y) + 1);
  }
}

/** Names along the streets, longest first, none on top of another. */
export function paintNames(g, view, streets, names, look) {
  const taken = [], high = look.text;
  g.font = `500 ${high}px ${look.font}`;
  g.textAlign = "center"; g.textBaseline = "middle"; g.lineJoin = "round";
  for (const { rows, text, length } of names) {
    if (length * view.scale < 0.62 * high * text.length) continue;
    const row = rows.find((one) => view.sees(streets.box, 4 * one));
    if (row === undefined) continue;
    const { x, y, dx, dy } = along(streets, row, 0.5), at = [view.x(x), view.y(y)];
    const angle = Math.atan(-dy / (dx || 1e-9)), beads = beadsOf(at, angle, g.measureText(text).width, high);
    if (beads.some(([bx, by]) => taken.some(([tx, ty]) => Math.hypot(tx - bx, ty - by) < 1.9 * high))) continue;
    taken.push(...beads);
    g.save();
    g.translate(...at);
    g.rotate(angle);
    g.strokeStyle = look.ground; g.lineWidth = 3.5; g.strokeText(text, 0, -0.75 * high);
    g.fillStyle = look.ink; g.fillText(text, 0, -0.75 * high);
    g.restore();
  }
}

/** Points along a name, close enough that two names whose points keep apart do not touch. */
function beadsOf([x, y], angle, wide, high) {
  const count = Math.max(2, Math.ceil(wide / high));
  return Array.from({ length: count + 1 }, (_, k) => {
    const d = (k / count - 0.5) * wide;
    return [x + d * Math.cos(angle), y + d * Math.sin(angle)];
  });
}

/** The scale in the lower right corner: a round length in metres. */
export function paintScale(g, view, look) {
  const steps = [20, 50, 100, 200, 500, 1000, 2000, 5000];
  const metres = steps.find((m) => m * view.scale > 70) || 5000, px = metres * view.scale;
  const x = view.width - 16, y = view.height - 14;
  g.strokeStyle = look.ink; g.lineWidth = 2;
  g.beginPath(); g.moveTo(x - px, y - 5); g.lineTo(x - px, y); g.lineTo(x, y); g.lineTo(x, y - 5); g.stroke();
  g.fillStyle = look.ink; g.font = `${look.text}px ${look.font}`; g.textAlign = "right"; g.textBaseline = "bottom";
  g.fillText(metres < 1000 ? `${metres} m` : `${metres / 1000} km`, x, y - 5);
}
