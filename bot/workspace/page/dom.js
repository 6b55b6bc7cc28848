// Building and placing elements. Data becomes text nodes and attributes, never markup.

const SVG = 'http://www.w3.org/2000/svg';

let counter = 0;

/** A fresh id for aria-labelledby and the like. */
export function uid(prefix = 'x') {
  counter += 1;
  return `${prefix}-${counter}`;
}

function setAttributes(node, attrs) {
  for (const [name, value] of Object.entries(attrs)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name.slice(2).toLowerCase(), value);
    else if (name === 'value' && 'value' in node) node.value = value;
    else if (name === 'style' && typeof value === 'object') Object.assign(node.style, value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
}

/** Makes an element. Attributes that are null, undefined or false are left out; functions are listeners ("onclick"). */
export function h(tag, attrs = {}, ...children) {
  const node = document.createElement(tag);
  setAttributes(node, attrs);
  node.append(...flat(children));
  return node;
}

/** Makes an SVG element. */
export function svg(tag, attrs = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  setAttributes(node, attrs);
  node.append(...flat(children));
  return node;
}

function flat(children) {
  return children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false);
}

const ICONS = {
  menu: 'M3 5h14M3 10h14M3 15h14',
  close: 'M5 5l10 10M15 5L5 15',
  back: 'M12 4l-6 6 6 6',
  send: 'M3 10l14-6-5 14-3-6z',
  more: 'M4 10h.01M10 10h.01M16 10h.01',
  bolt: 'M11 2L4 11h5l-1 7 7-9h-5z',
  clock: 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 6v4.5l3 1.5',
  traffic: 'M6 16V4M3 7l3-3 3 3M14 4v12M11 13l3 3 3-3',
  eye: 'M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  hash: 'M4 7.5h13M3 12.5h13M8 3L6 17M14 3l-2 14',
  file: 'M5 2.5h7l4 4v11H5zM12 2.5v4h4',
  down: 'M5 8l5 5 5-5',
  globe: 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM2.5 10h15M10 2.5c-5 5-5 10 0 15M10 2.5c5 5 5 10 0 15',
  reply: 'M8 5L3 10l5 5M3 10h8c4 0 6 2 6 6',
};

/** A drawn icon, hidden from screen readers: its button carries the words. */
export function icon(name) {
  return svg('svg', { class: 'icon', viewBox: '0 0 20 20', 'aria-hidden': 'true', focusable: 'false' }, svg('path', { d: ICONS[name] }));
}

/** A button with an icon and a spoken label. */
export function iconButton(name, label, onclick, attrs = {}) {
  return h('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label, onclick, ...attrs }, icon(name));
}

export function replace(parent, ...children) {
  parent.replaceChildren(...flat(children));
}

/** Makes the items the children of a list without touching those that stand there already: focus and half-filled fields stay. */
export function sync(list, items) {
  const wanted = new Set(items);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  items.forEach((item, i) => {
    if (list.children[i] !== item) list.insertBefore(item, list.children[i] ?? null);
  });
}

/** The layer that floats belong in: an open modal dialog makes everything outside it inert. */
export function layerOf(anchor) {
  return anchor.closest('dialog') ?? document.body;
}

/** Puts a popover beside its anchor, inside the window. */
export function place(pop, anchor, { above = false, alignEnd = false, matchWidth = false } = {}) {
  const box = anchor.getBoundingClientRect();
  const gap = 4;
  if (matchWidth) pop.style.width = `${box.width}px`;
  const width = pop.offsetWidth;
  const roomBelow = innerHeight - box.bottom - gap * 2;
  const roomAbove = box.top - gap * 2;
  const goAbove = above ? roomAbove > 120 : roomBelow < Math.min(pop.scrollHeight, 240) && roomAbove > roomBelow;
  pop.style.maxHeight = `${Math.max(96, Math.min(goAbove ? roomAbove : roomBelow, 420))}px`;
  const left = alignEnd ? box.right - width : box.left;
  pop.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  pop.style.top = goAbove ? 'auto' : `${box.bottom + gap}px`;
  pop.style.bottom = goAbove ? `${innerHeight - box.top + gap}px` : 'auto';
}

/** Moves focus with the arrow keys among the items of a list; one of them is in the tab order. */
export function roving(list, selector) {
  const items = () => [...list.querySelectorAll(selector)].filter((i) => !i.disabled);
  const focus = (item) => {
    for (const other of items()) other.tabIndex = other === item ? 0 : -1;
    item.focus();
  };
  list.addEventListener('keydown', (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    focus(all[(to + all.length) % all.length]);
  });
}

/** Says something to screen readers. */
export function announce(text) {
  const region = document.getElementById('live');
  region.append(h('p', {}, text));
  while (region.childElementCount > 5) region.firstElementChild.remove();
}
