// One walk on the map: a line coloured street by street, and a dot that walks it again and again.

const SECONDS = 12, REST = 2; // of one walk, and before the next

export class Route {
  /** Points as metres east and north, and the colour class of each. */
  constructor(xy, classes) {
    this.xy = xy;
    this.classes = classes;
    this.far = new Float64Array(classes.length); // metres from the beginning
    for (let j = 1; j < this.far.length; j++) {
      this.far[j] = this.far[j - 1] + Math.hypot(xy[2 * j] - xy[2 * j - 2], xy[2 * j + 1] - xy[2 * j - 1]);
    }
  }

  /** Draw the line, both ends, and the dot where it is at a time in seconds; at home without a time. */
  paint(g, view, look, seconds) {
    const n = this.classes.length, at = (j) => [view.x(this.xy[2 * j]), view.y(this.xy[2 * j + 1])];
    g.lineCap = g.lineJoin = "round";
    for (const [wide, colour] of [[13, () => look.ground], [10, () => look.ink], [7, (j) => look.ramp[this.classes[j]]]]) {
      g.lineWidth = wide;
      for (let j = 1; j < n; j++) {
        g.strokeStyle = colour(j);
        g.beginPath(); g.moveTo(...at(j - 1)); g.lineTo(...at(j)); g.stroke();
      }
    }
    const [x, y] = at(n - 1);
    g.fillStyle = look.ink;
    g.beginPath(); g.moveTo(x, y - 17); g.lineTo(x + 12, y - 6); g.lineTo(x + 8, y - 6); g.lineTo(x + 8, y + 6);
    g.lineTo(x - 8, y + 6); g.lineTo(x - 8, y - 6); g.lineTo(x - 12, y - 6); g.closePath(); g.fill();
    this.walker(g, view, look, seconds === undefined ? 1 : Math.min(1, (seconds % (SECONDS + REST)) / SECONDS));
  }

  walker(g, view, look, share) {
    const gone = share * this.far[this.far.length - 1];
    let j = 1;
    while (j < this.far.length - 1 && this.far[j] < gone) j++;
    const t = (gone - this.far[j - 1]) / (this.far[j] - this.far[j - 1] || 1);
    const x = this.xy[2 * j - 2] + t * (this.xy[2 * j] - this.xy[2 * j - 2]);
    const y = this.xy[2 * j - 1] + t * (this.xy[2 * j + 1] - this.xy[2 * j - 1]);
    g.beginPath(); g.arc(view.x(x), view.y(y), 9, 0, 7);
    g.fillStyle = look.accent; g.fill();
    g.lineWidth = 3; g.strokeStyle = look.inside; g.stroke();
  }
}
