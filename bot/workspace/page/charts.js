// data_visualization blocks as SVG. The figures are a table beside the drawing, so that nobody has to see it.

import { h, svg } from './dom.js';

const HEIGHT = 260;
const BOX = { left: 56, right: 12, top: 16 };
const DASHES = ['', '7 4', '2 4', '10 3 2 3', '4 2', '12 4'];

/** A narrow window gets a narrower drawing, so that its words keep their size. */
const widthNow = () => (matchMedia('(max-width: 760px)').matches ? 320 : 560);

/** Round steps that cover the values. */
function scale(values, bottom) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values, low + 1);
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? rough;
  const from = Math.floor(low / step) * step;
  const to = Math.ceil(high / step) * step;
  const ticks = [];
  for (let t = from; t <= to + step / 2; t += step) ticks.push(Number(t.toPrecision(12)));
  const y = (v) => BOX.top + (bottom - BOX.top) * (1 - (v - from) / (to - from || 1));
  return { ticks, y };
}

const figures = (locale) => {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  return (v) => format.format(v);
};

function legend(names) {
  return h('ul', { class: 'legend', 'aria-hidden': 'true' }, names.map((name, i) => h('li', {}, h('span', { class: `swatch series-${i}` }), name)));
}

/** Labels lean where they would run into each other. */
const leans = (categories, width) => categories.some((c) => c.length > width / 8.5 / categories.length);

function label(words, x, bottom, lean) {
  const text = lean && words.length > 13 ? `${words.slice(0, 12)}…` : words;
  if (!lean) return svg('text', { class: 'tick', x, y: bottom + 17, 'text-anchor': 'middle' }, text);
  return svg('text', { class: 'tick', x: x + 6, y: bottom + 14, 'text-anchor': 'end', transform: `rotate(-24 ${x + 6} ${bottom + 14})` }, text);
}

function frame(chart, { y, ticks }, categories, xOf, bottom, { width, figure }) {
  const axis = chart.axis_config ?? {};
  const lean = leans(categories, width);
  const every = Math.ceil((categories.length * 26) / width);
  const middle = (BOX.top + bottom) / 2;
  return [
    ticks.map((t) => [svg('line', { class: 'grid', x1: BOX.left, x2: width - BOX.right, y1: y(t), y2: y(t) }),
      svg('text', { class: 'tick', x: BOX.left - 6, y: y(t) + 4, 'text-anchor': 'end' }, figure(t))]),
    categories.map((c, i) => (i % every ? null : label(c, xOf(i), bottom, lean))),
    axis.x_label ? svg('text', { class: 'axis', x: (BOX.left + width - BOX.right) / 2, y: HEIGHT - 4, 'text-anchor': 'middle' }, axis.x_label) : null,
    axis.y_label ? svg('text', { class: 'axis', x: 12, y: middle, 'text-anchor': 'middle', transform: `rotate(-90 12 ${middle})` }, axis.y_label) : null,
  ];
}

function bars(series, categories, y, band, xOf, figure) {
  const width = Math.max(2, (band * 0.72) / series.length);
  return series.map((s, n) => categories.map((c, i) => {
    const value = valueAt(s, c);
    const top = Math.min(y(value), y(0));
    const x = xOf(i) - (width * series.length) / 2 + n * width;
    return [svg('rect', { class: `series-${n}`, x, y: top, width: Math.max(1, width - 2), height: Math.abs(y(value) - y(0)), rx: 2 }),
      width > 15 ? svg('text', { class: 'value', x: x + width / 2 - 1, y: top - 3, 'text-anchor': 'middle' }, figure(value)) : null];
  }));
}

const valueAt = (series, category) => series.data.find((p) => p.label === category)?.value ?? 0;

function lines(series, categories, y, xOf, filled) {
  return series.map((s, n) => {
    const points = categories.map((c, i) => [xOf(i), y(valueAt(s, c))]);
    const path = points.map(([a, b], i) => `${i ? 'L' : 'M'}${a} ${b}`).join('');
    const area = `${path}L${points.at(-1)[0]} ${y(0)}L${points[0][0]} ${y(0)}Z`;
    return [filled ? svg('path', { class: `area series-${n}`, d: area }) : null,
      svg('path', { class: `line series-${n}`, d: path, 'stroke-dasharray': DASHES[n % DASHES.length] }),
      points.map(([a, b]) => svg('circle', { class: `dot series-${n}`, cx: a, cy: b, r: 3 }))];
  });
}

function axisChart(chart, figure) {
  const width = widthNow();
  const series = chart.series ?? [];
  const categories = chart.axis_config?.categories ?? [];
  const bottom = HEIGHT - (leans(categories, width) ? 52 : 26) - (chart.axis_config?.x_label ? 16 : 0);
  const scaled = scale(series.flatMap((s) => s.data.map((p) => p.value)), bottom);
  const { y } = scaled;
  const band = (width - BOX.left - BOX.right) / Math.max(1, categories.length);
  const xOf = (i) => BOX.left + band * (i + 0.5);
  const marks = chart.type === 'bar' ? bars(series, categories, y, band, xOf, figure) : lines(series, categories, y, xOf, chart.type === 'area');
  return { size: [width, HEIGHT], marks: [frame(chart, scaled, categories, xOf, bottom, { width, figure }), marks], names: series.map((s) => s.name) };
}

function pie(chart, figure) {
  const total = chart.segments.reduce((sum, s) => sum + s.value, 0) || 1;
  const [cx, cy, r] = [110, 110, 100];
  const point = (share) => [cx + r * Math.sin(share * 2 * Math.PI), cy - r * Math.cos(share * 2 * Math.PI)];
  let from = 0;
  const marks = chart.segments.map((s, n) => {
    const to = from + s.value / total;
    const middle = point((from + to) / 2);
    const [start, end, large] = [point(from), point(to), to - from > 0.5 ? 1 : 0];
    from = to;
    const shape = s.value === total ? svg('circle', { class: `series-${n}`, cx, cy, r })
      : svg('path', { class: `slice series-${n}`, d: `M${cx} ${cy}L${start}A${r} ${r} 0 ${large} 1 ${end}Z` });
    const share = s.value / total;
    return [shape, share > 0.06 ? svg('text', { class: 'slice-label', x: cx + (middle[0] - cx) * 0.66, y: cy + (middle[1] - cy) * 0.66 + 4, 'text-anchor': 'middle' }, `${Math.round(share * 100)} %`) : null];
  });
  return { size: [220, 220], marks, names: chart.segments.map((s) => `${s.label}: ${figure(s.value)}`) };
}

/** The figures as rows: the header first. */
function figureRows(chart, figure) {
  if (chart.type === 'pie') return [['', 'Value'], ...chart.segments.map((s) => [s.label, figure(s.value)])];
  return [['', ...chart.series.map((s) => s.name)], ...chart.axis_config.categories.map((c) => [c, ...chart.series.map((s) => figure(valueAt(s, c)))])];
}

function figureTable(rows, title) {
  const [head, ...body] = rows;
  return h('details', { class: 'figures' }, h('summary', {}, 'Figures'), h('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': `Figures: ${title}` },
    h('table', {}, h('thead', {}, h('tr', {}, head.map((c) => h('th', { scope: 'col', class: 'align-right' }, c)))),
      h('tbody', {}, body.map(([name, ...values]) => h('tr', {}, h('th', { scope: 'row' }, name), values.map((v) => h('td', { class: 'align-right' }, v))))))));
}

/** A chart with its title, its legend and its figures. */
export function chart(block, host) {
  const { chart: spec } = block;
  if (!['pie', 'bar', 'line', 'area'].includes(spec?.type)) return h('div', { class: 'unknown' }, `Unknown chart: ${spec?.type}`);
  const figure = figures(host.workspace.me.locale);
  const { size, marks, names } = spec.type === 'pie' ? pie(spec, figure) : axisChart(spec, figure);
  const rows = figureRows(spec, figure);
  const spoken = `${block.title}. ${spec.type} chart. ${rows.slice(1).map((r) => (r.length > 2 ? `${r[0]}: ${r.slice(1).map((v, i) => `${rows[0][i + 1]} ${v}`).join(', ')}` : `${r[0]} ${r[1]}`)).join('; ')}`;
  return h('figure', { class: `chart chart-${spec.type}` }, h('figcaption', {}, block.title),
    h('div', { class: 'chart-body' }, svg('svg', { viewBox: `0 0 ${size[0]} ${size[1]}`, role: 'img', 'aria-label': spoken }, marks), spec.type === 'pie' || names.length > 1 ? legend(names) : null),
    figureTable(rows, block.title));
}
