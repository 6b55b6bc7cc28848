// Block Kit's blocks (docs.slack.dev/reference/block-kit/blocks). What is not known is said, never left out.

import { h, icon, uid } from './dom.js';
import { elementNode, image, textNodes, textWords } from './elements.js';
import { chart } from './charts.js';
import { dataTable, table } from './tables.js';
import { markdown } from './markdown.js';
import { richText } from './richtext.js';

function section(block, host) {
  const body = h('div', { class: 'section-body' },
    block.text ? h('div', { class: 'text' }, textNodes(block.text, host.workspace)) : null,
    block.fields ? h('div', { class: 'fields' }, block.fields.map((f) => h('div', { class: 'field' }, textNodes(f, host.workspace)))) : null);
  if (!block.accessory) return body;
  return h('div', { class: `with-accessory accessory-${block.accessory.type}` }, body, h('div', { class: 'accessory' }, elementNode(block.accessory, block, host)));
}

function header(block, host) {
  return h(`h${Math.min(6, 2 + (block.level ?? 1))}`, { class: 'header' }, textNodes(block.text, host.workspace));
}

function context(block, host) {
  return h('div', { class: 'context' }, (block.elements ?? []).map((e) => elementNode(e, block, host)));
}

function actions(block, host) {
  return h('div', { class: 'actions' }, (block.elements ?? []).map((e) => elementNode(e, block, host)));
}

const GROUPED = new Set(['checkboxes', 'radio_buttons']);

/** A label, its field, a hint and a place for what is wrong. */
function input(block, host) {
  const id = uid('field');
  const words = textWords(block.label);
  const grouped = GROUPED.has(block.element?.type);
  const label = h(grouped ? 'div' : 'label', { class: 'label', for: grouped ? null : id }, words, block.optional ? h('span', { class: 'optional' }, ' (optional)') : null);
  const control = elementNode(block.element, block, host, { id, label: words, optional: block.optional });
  const error = h('p', { class: 'field-error', id: `${id}-error` });
  const hint = block.hint ? h('p', { class: 'hint', id: `${id}-hint` }, textNodes(block.hint, host.workspace)) : null;
  const target = control.id === id ? control : control.querySelector(`#${id}`);
  target?.setAttribute('aria-describedby', [hint && hint.id, error.id].filter(Boolean).join(' '));
  if (!block.optional && !grouped) target?.setAttribute('aria-required', 'true');
  return h('div', { class: 'input' }, label, control, error, hint);
}

function imageBlock(block, host) {
  return h('figure', { class: 'image' }, block.title ? h('figcaption', {}, textNodes(block.title, host.workspace)) : null, image(block));
}

const LEVELS = { info: 'Information', warning: 'Warning', error: 'Error', success: 'Done' };

function alert(block, host) {
  const level = LEVELS[block.level] ? block.level : 'default';
  return h('div', { class: `alert alert-${level}`, role: level === 'error' || level === 'warning' ? 'alert' : 'note' },
    LEVELS[level] ? h('strong', { class: 'alert-level' }, `${LEVELS[level]}: `) : null, textNodes(block.text, host.workspace));
}

function card(block, host) {
  const part = (name, tag = 'div') => (block[name] ? h(tag, { class: `card-${name}` }, textNodes(block[name], host.workspace)) : null);
  const elements = block.actions?.elements ?? block.actions ?? [];
  return h('article', { class: 'card' }, block.hero_image ? image(block.hero_image, { class: 'card-hero' }) : null,
    h('div', { class: 'card-head' }, block.icon ? image(block.icon, { class: 'card-icon' }) : null, h('div', {}, part('title', 'strong'), part('subtitle'))),
    part('body'), part('subtext'), elements.length ? h('div', { class: 'actions' }, elements.map((e) => elementNode(e, block, host))) : null);
}

function container(block, host) {
  const title = block.title ? textNodes(block.title, host.workspace) : richText(block.rich_text_title?.elements, host.workspace);
  const head = [block.icon ? image(block.icon, { class: 'card-icon' }) : null, h('strong', {}, title), block.subtitle ? h('span', { class: 'card-subtitle' }, textNodes(block.subtitle, host.workspace)) : null];
  const body = h('div', { class: 'container-body' }, blockNodes(block.child_blocks, host));
  if (block.is_collapsible) return h('details', { class: 'container', open: !block.default_collapsed }, h('summary', {}, head), body);
  const id = uid('container');
  return h('section', { class: 'container', 'aria-labelledby': id }, h('div', { class: 'container-head', id }, head), body);
}

function video(block, host) {
  return h('div', { class: 'card' }, h('strong', {}, textNodes(block.title, host.workspace)), h('p', {}, `Video: ${block.alt_text}`),
    block.title_url && /^https?:/.test(block.title_url) ? h('a', { href: block.title_url, target: '_blank', rel: 'noopener noreferrer' }, 'Open the video') : null);
}

function task(block, host) {
  return h('div', { class: 'card' }, h('strong', {}, block.title), block.status ? h('span', { class: 'tag' }, block.status.replaceAll('_', ' ')) : null,
    richText(block.details?.elements, host.workspace), richText(block.output?.elements, host.workspace));
}

function file(block, host) {
  return h('div', { class: 'file' }, icon('file'), `File: ${block.file?.name ?? block.external_id ?? block.file_id ?? 'unnamed'}`);
}

const MAKERS = {
  section, header, context, actions, input, image: imageBlock, alert, card, container, video, task_card: task, file,
  context_actions: actions,
  divider: () => h('hr'),
  rich_text: (b, host) => h('div', { class: 'rich' }, richText(b.elements, host.workspace)),
  markdown: (b, host) => h('div', { class: 'rich' }, markdown(b.text, host.workspace)),
  table, data_table: dataTable, data_visualization: chart,
  carousel: (b, host) => h('div', { class: 'carousel', tabindex: '0', role: 'group', 'aria-label': 'Cards' }, (b.elements ?? []).map((c) => card(c, host))),
  plan: (b, host) => h('section', { class: 'container' }, h('strong', {}, b.title), (b.tasks ?? []).map((t) => task(t, host))),
};

function unknown(block) {
  return h('details', { class: 'unknown' }, h('summary', {}, `Unknown block: ${block?.type ?? 'without a type'}`), h('pre', {}, JSON.stringify(block, null, 2)));
}

/** Draws blocks. One that breaks the drawing is shown as its JSON, so that the others stand. */
export function blockNodes(blocks, host) {
  return (blocks ?? []).map((block, i) => {
    const known = { block_id: `block-${i}`, ...block };
    let body;
    try {
      body = (MAKERS[block?.type] ?? unknown)(known, host);
    } catch (error) {
      body = h('div', {}, h('p', { class: 'unknown' }, `This block cannot be drawn: ${error.message}`), unknown(block));
    }
    return h('div', { class: `block block-${block?.type}`, 'data-block-id': known.block_id }, body);
  });
}

/** Marks what is wrong at each field, and gives the first of them. */
export function showErrors(root, errors) {
  for (const node of root.querySelectorAll('.field-error')) node.textContent = '';
  for (const node of root.querySelectorAll('[aria-invalid]')) node.removeAttribute('aria-invalid');
  let first = null;
  for (const [id, words] of Object.entries(errors)) {
    const block = root.querySelector(`[data-block-id="${CSS.escape(id)}"]`);
    const place = block?.querySelector('.field-error');
    if (!place) continue;
    place.textContent = words;
    const control = block.querySelector('input, textarea, [role=radiogroup], [role=group]');
    control?.setAttribute('aria-invalid', 'true');
    first ??= block.querySelector('input, textarea, button');
  }
  return first;
}
