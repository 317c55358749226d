// Where the map is looking: metres to pixels and back, zoom, pan, pinch, fit.

export class View {
  constructor(extent) {
    this.extent = extent;
    this.width = this.height = 0;
    this.scale = 0; // pixels a metre
    this.dx = this.dy = 0;
    this.steered = false; // until then, the whole town stays in sight
  }

  resize(width, height) {
    if (this.steered) { this.dx += (width - this.width) / 2; this.dy += (height - this.height) / 2; }
    [this.width, this.height] = [width, height];
    if (!this.steered && width && height) this.fit(this.extent);
  }

  fit([west, south, east, north], margin = 0.92, most = Infinity) {
    this.steered = false;
    const wide = Math.max(east - west, 1), high = Math.max(north - south, 1);
    this.scale = Math.min(most, margin * Math.min(this.width / wide, this.height / high));
    this.dx = this.width / 2 - (this.scale * (west + east)) / 2;
    this.dy = this.height / 2 + (this.scale * (south + north)) / 2;
  }

  x(metres) { return metres * this.scale + this.dx; }
  y(metres) { return this.dy - metres * this.scale; }
  east(pixel) { return (pixel - this.dx) / this.scale; }
  north(pixel) { return (this.dy - pixel) / this.scale; }

  zoom(factor, px = this.width / 2, py = this.height / 2) {
    const scale = Math.max(0.005, Math.min(8, this.scale * factor)), f = scale / this.scale;
    this.steered = true;
    this.dx = px - (px - this.dx) * f;
    this.dy = py - (py - this.dy) * f;
    this.scale = scale;
  }

  pan(px, py) { this.dx += px; this.dy += py; this.steered = true; }

  /** Look at what another view looks at. */
  follow(other) {
    this.scale = other.scale;
    this.steered = other.steered;
    const { width, height } = this;
    this.dx = width / 2 - other.east(other.width / 2) * this.scale;
    this.dy = height / 2 + other.north(other.height / 2) * this.scale;
  }

  /** Whether a box in metres can be seen. */
  sees(box, at) {
    return this.x(box[at + 2]) > -20 && this.x(box[at]) < this.width + 20 &&
      this.y(box[at + 1]) > -20 && this.y(box[at + 3]) < this.height + 20;
  }
}

/** Wheel, drag, pinch, lasso and keys on a canvas; calls back with pixels. */
export function steer(canvas, view, told) {
  const fingers = new Map();
  let moved = 0, path = null;
  const at = (e) => [e.offsetX, e.offsetY];
  canvas.addEventListener("wheel", (e) => {
    e.preventDefault();
    view.zoom(Math.exp(-e.deltaY * 0.0015), ...at(e));
    told.moved();
  }, { passive: false });
  canvas.addEventListener("pointerdown", (e) => {
    canvas.setPointerCapture(e.pointerId);
    fingers.set(e.pointerId, at(e));
    moved = 0;
    path = told.drawing() && fingers.size === 1 ? [at(e)] : null;
  });
  canvas.addEventListener("pointermove", (e) => {
    const before = fingers.get(e.pointerId), now = at(e);
    if (!before) { told.hovered(...now); return; }
    moved += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1]);
    fingers.set(e.pointerId, now);
    if (path && fingers.size === 1) { path.push(now); told.drawn(path); return; }
    if (fingers.size === 2) pinch(view, [...fingers.entries()], e.pointerId, before, now);
    else view.pan(now[0] - before[0], now[1] - before[1]);
    told.moved();
  });
  canvas.addEventListener("pointerup", (e) => {
    fingers.delete(e.pointerId);
    if (moved < 8) told.picked(...at(e), e.shiftKey || e.ctrlKey);
    else if (path) told.closed(path);
    path = null;
    told.drawn(null);
  });
  canvas.addEventListener("pointercancel", (e) => { fingers.delete(e.pointerId); path = null; told.drawn(null); });
  canvas.addEventListener("pointerleave", () => told.hovered(-1e6, -1e6));
  canvas.addEventListener("keydown", (e) => {
    const step = 60, pans = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (pans[e.key]) view.pan(...pans[e.key]);
    else if (e.key === "+" || e.key === "=") view.zoom(1.3);
    else if (e.key === "-") view.zoom(1 / 1.3);
    else if (e.key === "0" || e.key === "Home") view.fit(view.extent);
    else if (e.key === "Enter" || e.key === " ") told.picked(view.width / 2, view.height / 2, e.shiftKey);
    else return;
    e.preventDefault();
    told.moved();
  });
}

function pinch(view, fingers, id, before, now) {
  const other = fingers.find(([finger]) => finger !== id)[1];
  const old = Math.hypot(before[0] - other[0], before[1] - other[1]);
  const wide = Math.hypot(now[0] - other[0], now[1] - other[1]);
  view.zoom(wide / (old || 1), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
  view.pan((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
}
