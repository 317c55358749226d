// The street map of the workshop: one canvas for the streets, one on top for what moves.
import { extent, inside, nearest, readStreets } from "/workshop/web/geometry.js";
import { outline, paintCells, paintNames, paintScale, paintStreets } from "/workshop/web/paint.js";
import { View, steer } from "/workshop/web/view.js";
import { Route } from "/workshop/web/route.js";
import { Walkers } from "/workshop/web/walkers.js";

const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const REACH = 14; // pixels around a street that still hit it

export default {
  template: `<div class="streetmap">
    <canvas ref="streets" class="streetmap-canvas"></canvas>
    <canvas ref="top" class="streetmap-canvas" tabindex="0" role="application" :aria-label="label"></canvas>
    <div ref="tip" class="streetmap-tip" role="status"></div></div>`,
  props: { src: String, names: String, look: Object, label: String, lasso: Boolean, linked: Boolean },
  async mounted() {
    await this.$nextTick();
    this.at = Object.assign(Object.create(null), { cells: [], picked: [], measured: [], hover: -1, names: [] });
    this.streets = readStreets(await (await fetch(this.src)).arrayBuffer());
    this.view = new View(extent(this.streets));
    this.walkers = new Walkers(this.streets);
    this.shown = { frames: 0 };
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.$el);
    steer(this.$refs.top, this.view, {
      moved: () => this.moved(),
      drawing: () => this.lasso,
      drawn: (path) => { this.at.path = path; this.dirtyTop(); },
      closed: (path) => this.enclose(path),
      hovered: (x, y) => this.hover(x, y),
      picked: (x, y, more) => this.pick(x, y, more),
    });
    this.resize();
    await this.setNames(this.names);
    window.__streetmaps = [...(window.__streetmaps || []), this];
    this.$emit("ready");
  },
  unmounted() {
    this.observer?.disconnect();
    window.__streetmaps = (window.__streetmaps || []).filter((one) => one !== this);
    cancelAnimationFrame(this.motion);
  },
  watch: { look() { this.dirty(); }, names(url) { this.setNames(url); } },
  methods: {
    resize() {
      const { width, height } = this.$el.getBoundingClientRect();
      if (!width || !height) return;
      for (const canvas of [this.$refs.streets, this.$refs.top]) {
        canvas.width = width * devicePixelRatio;
        canvas.height = height * devicePixelRatio;
      }
      this.view.resize(width, height);
      this.dirty();
    },
    /** Draw again, and take the other linked maps of the page along. */
    moved() {
      this.dirty();
      for (const other of this.linked ? window.__streetmaps : []) {
        if (other === this || !other.linked) continue;
        other.view.follow(this.view);
        other.dirty();
      }
    },
    dirty() { this.frame ||= requestAnimationFrame(() => { this.frame = 0; this.draw(); }); },
    dirtyTop() { this.topFrame ||= requestAnimationFrame(() => { this.topFrame = 0; this.drawTop(0); }); },
    drawn() { return { ...this.look, density: devicePixelRatio }; },
    draw() {
      const g = this.$refs.streets.getContext("2d"), look = this.drawn();
      paintStreets(g, this.view, this.streets, this.values, look, this.at.measured);
      if (this.at.names.length) paintNames(g, this.view, this.streets, this.at.names, look);
      paintScale(g, this.view, look);
      this.shown.frames++;
      this.drawTop(0);
    },
    drawTop(seconds, clock) {
      const g = this.$refs.top.getContext("2d"), look = this.drawn(), { view } = this;
      g.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      g.clearRect(0, 0, view.width, view.height);
      g.lineCap = "round";
      outline(g, view, this.streets, this.at.picked, look.accent, 3);
      if (this.at.hover >= 0) outline(g, view, this.streets, [this.at.hover], look.ink, 2, 0.55);
      g.fillStyle = look.walker;
      this.walkers.walk(seconds, (x, y) => { g.beginPath(); g.arc(view.x(x), view.y(y), 2.3, 0, 7); g.fill(); });
      paintCells(g, view, this.at.cells, look);
      this.at.route?.paint(g, view, look, clock);
      if (this.at.path) this.drawLasso(g, look);
      if (document.activeElement === this.$refs.top && this.$refs.top.matches(":focus-visible")) this.drawCross(g, look);
    },
    drawLasso(g, look) {
      g.beginPath();
      this.at.path.forEach(([x, y], k) => (k ? g.lineTo(x, y) : g.moveTo(x, y)));
      g.closePath();
      g.globalAlpha = 0.15; g.fillStyle = look.accent; g.fill(); g.globalAlpha = 1;
      g.strokeStyle = look.accent; g.lineWidth = 2; g.setLineDash([6, 4]); g.stroke(); g.setLineDash([]);
    },
    drawCross(g, look) {
      const x = this.view.width / 2, y = this.view.height / 2;
      g.strokeStyle = look.ink; g.lineWidth = 2;
      g.beginPath(); g.moveTo(x - 12, y); g.lineTo(x + 12, y); g.moveTo(x, y - 12); g.lineTo(x, y + 12); g.stroke();
    },
    street(px, py) {
      return nearest(this.streets, this.view.east(px), this.view.north(py), REACH / this.view.scale);
    },
    hover(px, py) {
      const row = px < 0 ? -1 : this.street(px, py), tip = this.$refs.tip;
      if (row !== this.at.hover) { this.at.hover = row; this.dirtyTop(); }
      tip.style.display = row < 0 ? "none" : "block";
      if (row < 0) return;
      tip.textContent = [this.at.all?.[row], this.told(row)].filter(Boolean).join(" – ");
      tip.style.left = `${px > this.view.width - 250 ? px - 244 : px + 14}px`;
      tip.style.top = `${py + 16}px`;
    },
    told(row) {
      if (!this.values || !this.legend || this.values[row] === 255) return this.legend?.none || "";
      const { low, high, text, log, words } = this.legend;
      const plain = low + ((this.values[row] + 0.5) / this.look.ramp.length) * (high - low);
      const n = Math.round(Math.abs(log ? Math.expm1(plain) : plain));
      const about = words[1] && Math.abs(plain) < 0.1 * high;
      return text.replace("{n}", n).replace("{word}", words[about ? 1 : plain < 0 ? 0 : 2]);
    },
    pick(px, py, more) {
      this.$refs.top.focus({ preventScroll: true });
      const row = this.street(px, py);
      this.$emit("pick", { row, more, east: this.view.east(px), north: this.view.north(py) });
    },
    enclose(path) {
      const polygon = path.map(([x, y]) => [this.view.east(x), this.view.north(y)]);
      this.$emit("lasso", { rows: inside(this.streets, polygon) });
    },
    setValues(text, legend) { this.values = text ? bytes(text) : null; this.legend = legend; this.dirty(); },
    setPicked(rows) { this.at.picked = rows; this.dirtyTop(); },
    setMeasured(rows) { this.at.measured = rows; this.dirty(); },
    setCells(cells) { this.at.cells = cells; this.dirtyTop(); },
    setWalkers(text, count) {
      this.walkers.follow(text ? bytes(text) : new Uint8Array(this.streets.n), count);
      this.animate();
    },
    setRoute(text, classes) {
      this.at.route = text ? new Route(new Float32Array(bytes(text).buffer), bytes(classes)) : null;
      this.animate();
    },
    animate() {
      cancelAnimationFrame(this.motion);
      this.dirtyTop();
      if (!this.walkers.dots.length && !this.at.route) return;
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
      let before = performance.now();
      const next = (now) => {
        if (now - before > 40) { this.drawTop(Math.min(0.2, (now - before) / 1000), now / 1000); before = now; }
        this.motion = requestAnimationFrame(next);
      };
      this.motion = requestAnimationFrame(next);
    },
    async setNames(url) {
      this.at.all = url ? await (await fetch(url)).json() : null;
      this.at.names = this.at.all ? longest(this.streets, this.at.all) : [];
      this.dirty();
    },
    show(rows) {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const i of rows) {
        box[0] = Math.min(box[0], this.streets.box[4 * i]); box[1] = Math.min(box[1], this.streets.box[4 * i + 1]);
        box[2] = Math.max(box[2], this.streets.box[4 * i + 2]); box[3] = Math.max(box[3], this.streets.box[4 * i + 3]);
      }
      if (rows.length) { this.view.fit(box, 0.6, 1.2); this.view.steered = true; }
      else this.view.fit(this.view.extent);
      this.moved();
    },
    zoom(factor) { this.view.zoom(factor); this.moved(); },
  },
};

/** Of each name its streets, longest first, with the length of all; names longest first. */
function longest(streets, names) {
  const found = new Map();
  names.forEach((text, row) => {
    if (!text) return;
    const { box } = streets, length = Math.hypot(box[4 * row + 2] - box[4 * row], box[4 * row + 3] - box[4 * row + 1]);
    const one = found.get(text) || { text, rows: [], length: 0 };
    one.rows.push([length, row]);
    one.length += length;
    found.set(text, one);
  });
  for (const one of found.values()) one.rows = one.rows.sort((a, b) => b[0] - a[0]).map(([, row]) => row);
  return [...found.values()].sort((a, b) => b.length - a.length);
}
