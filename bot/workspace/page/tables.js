// table and data_table blocks.

import { h, replace } from './dom.js';
import { elementNode } from './elements.js';
import { richText, plainWords } from './richtext.js';

function cellText(cell) {
  if (cell.type === 'raw_number') return cell.text ?? String(cell.value);
  if (cell.type === 'rich_text') return plainWords(cell.elements);
  return cell.text ?? '';
}

/** Where a long word may be divided: after the s that joins two Swedish words, "arbets-träning", or else before the last consonant between two vowels. A column on a phone is narrow. */
const divided = (text) => text.replace(/\p{L}{13,}/gu, (word) => word.replace(/([aeiouyåäö])([^aeiouyåäö]+)(?=[aeiouyåäö])/gi, (_, vowel, between) => {
  const s = between.toLowerCase().indexOf('s', 1);
  const at = s > 0 && s < between.length - 1 ? s + 1 : between.length - 1;
  return `${vowel}${between.slice(0, at)}\u00AD${between.slice(at)}`;
}));

function cellNodes(cell, block, host) {
  if (cell.type === 'rich_text') return richText(cell.elements, host.workspace);
  if (cell.type === 'action_cell') return cell.element ? elementNode(cell.element, block, host) : cellNodes(cell.fallback ?? {}, block, host);
  if (cell.type === 'raw_number') return cell.text ?? new Intl.NumberFormat(host.workspace.me.locale).format(cell.value);
  return divided(cell.text ?? '');
}

const looksNumeric = (cell) => cell?.type === 'raw_number' || /^[-−+]?[\d\s  .,]+\s?%?$/.test(cellText(cell ?? {}).trim() || 'x');

/** A column of figures is set to the right where nothing else is said. */
function alignments(rows, settings = []) {
  return (rows[0] ?? []).map((_, c) => settings[c]?.align ?? (rows.length > 1 && rows.slice(1).every((r) => !r[c] || looksNumeric(r[c])) ? 'right' : 'left'));
}

function scroller(label, node) {
  return h('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': label }, node);
}

/** A table block: the first row is its header, as Slack draws it. */
export function table(block, host) {
  const rows = block.rows ?? [];
  const align = alignments(rows, block.column_settings);
  const cell = (tag, attrs) => (c, i) => h(tag, { ...attrs, class: `align-${align[i]}${block.column_settings?.[i]?.is_wrapped === false ? ' nowrap' : ''}` }, cellNodes(c ?? {}, block, host));
  return scroller('Table', h('table', {}, h('thead', {}, h('tr', {}, (rows[0] ?? []).map(cell('th', { scope: 'col' })))),
    h('tbody', {}, rows.slice(1).map((row) => h('tr', {}, row.map(cell('td', {})))))));
}

const valueOf = (cell) => (cell?.type === 'raw_number' ? cell.value : cellText(cell ?? {}));

function compare(a, b, locale) {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), locale, { numeric: true });
}

/** A data_table block: a caption, pages, and columns that can be sorted. */
export function dataTable(block, host) {
  const [head = [], ...rows] = block.rows ?? [];
  const align = alignments(block.rows ?? []);
  const size = block.page_size ?? 5;
  const state = { page: 0, column: -1, falling: false };
  const body = h('tbody');
  const pager = h('div', { class: 'pager' });
  const heads = head.map((cell, i) => h('th', { scope: 'col', class: `align-${align[i]}` },
    h('button', { type: 'button', class: 'sort', onclick: () => sort(i) }, cellText(cell), h('span', { 'aria-hidden': 'true', class: 'sort-mark' }))));
  const sort = (i) => {
    state.falling = state.column === i && !state.falling;
    state.column = i;
    state.page = 0;
    draw();
  };
  const sorted = () => {
    if (state.column < 0) return rows;
    const way = state.falling ? -1 : 1;
    return [...rows].sort((a, b) => way * compare(valueOf(a[state.column]), valueOf(b[state.column]), host.workspace.me.locale));
  };
  const turn = (by) => {
    state.page += by;
    draw();
  };
  const draw = () => {
    heads.forEach((node, i) => {
      const way = i === state.column ? (state.falling ? 'descending' : 'ascending') : 'none';
      node.setAttribute('aria-sort', way);
      node.querySelector('.sort-mark').textContent = { ascending: ' ▲', descending: ' ▼', none: '' }[way];
    });
    const shown = sorted().slice(state.page * size, (state.page + 1) * size);
    replace(body, shown.map((row) => h('tr', {}, row.map((c, i) =>
      h(i === (block.row_header_column_index ?? -1) ? 'th' : 'td', { class: `align-${align[i]}`, scope: i === block.row_header_column_index ? 'row' : null }, cellNodes(c, block, host))))));
    const pages = Math.ceil(rows.length / size);
    pager.hidden = pages < 2;
    replace(pager, h('button', { type: 'button', class: 'button small', disabled: state.page === 0, onclick: () => turn(-1) }, 'Previous'),
      h('span', { role: 'status' }, `${state.page * size + 1}–${Math.min(rows.length, (state.page + 1) * size)} of ${rows.length}`),
      h('button', { type: 'button', class: 'button small', disabled: state.page >= pages - 1, onclick: () => turn(1) }, 'Next'));
  };
  draw();
  return h('div', { class: 'data-table' }, scroller(block.caption, h('table', {}, h('caption', {}, block.caption), h('thead', {}, h('tr', {}, heads)), body)), pager);
}
