// Block Kit's elements. host is where they stand: {workspace, form, act(action), suggest(block, element, text), channel}.

import { h, icon, uid } from './dom.js';
import { fileURL } from './api.js';
import { confirm, menuButton } from './menu.js';
import { emoji, withEmoji } from './emoji.js';
import { mrkdwn } from './mrkdwn.js';
import { richText } from './richtext.js';
import { selectMenu } from './choices.js';
import * as dates from './dates.js';

/** A text object as elements. */
export function textNodes(object, workspace) {
  if (!object) return [];
  if (object.type === 'mrkdwn') return mrkdwn(object.text, workspace);
  const words = object.emoji === false ? object.text : withEmoji(object.text ?? '');
  return words.split('\n').flatMap((line, i) => (i ? [h('br'), line] : [line]));
}

/** A text object as words, for labels. */
export function textWords(object) {
  return object?.emoji === false ? object.text : withEmoji(object?.text ?? '');
}

/** Asks first where the element wants that. */
async function agreed(element, workspace) {
  const c = element.confirm;
  if (!c) return true;
  return confirm({ title: textWords(c.title), body: textNodes(c.text, workspace), yes: textWords(c.confirm) || 'Yes', no: textWords(c.deny) || 'Cancel', danger: c.style === 'danger' });
}

/** Sends an action; the element is busy until the workspace has taken it. */
async function act(node, element, block, host, fields) {
  if (!(await agreed(element, host.workspace))) return false;
  node?.setAttribute('aria-busy', 'true');
  const answer = await host.act({ type: element.type, block_id: block.block_id, action_id: element.action_id, ...fields });
  node?.removeAttribute('aria-busy');
  return answer;
}

const dispatches = (block) => block.type !== 'input' || block.dispatch_action;

/** Keeps a new value and tells the bot where the block acts at once. Gives false where the person changed their mind. */
function emitter(element, block, host) {
  return async (fields, node) => {
    const before = host.form.get(block, element);
    host.form.set(block, element, fields);
    if (!dispatches(block)) return true;
    if ((await act(node, element, block, host, fields)) !== false) return true;
    if (before) host.form.set(block, element, before);
    return false;
  };
}

function button(element, block, host) {
  const label = textWords(element.text);
  const attrs = { class: `button ${element.style ?? ''}`, 'aria-label': element.accessibility_label, 'data-action-id': element.action_id };
  const press = () => act(node, element, block, host, { text: element.text, value: element.value });
  const node = element.url
    ? h('a', { ...attrs, href: /^https?:/i.test(element.url) ? element.url : null, target: '_blank', rel: 'noopener noreferrer', onclick: press }, label)
    : h('button', { ...attrs, type: 'button', onclick: () => node.getAttribute('aria-busy') !== 'true' && press() }, label);
  return node;
}

function overflow(element, block, host) {
  const node = menuButton({ class: 'button overflow', 'data-action-id': element.action_id }, 'More choices', () => element.options.map((o) => ({
    label: textWords(o.text), hint: textWords(o.description),
    run: () => {
      if (o.url && /^https?:/i.test(o.url)) open(o.url, '_blank', 'noopener');
      act(node, element, block, host, { selected_option: o });
    },
  })), icon('more'));
  return node;
}

function field(name, read) {
  return (element, block, host, opts) => {
    const emit = emitter(element, block, host);
    const value = host.form.get(block, element)?.[name] ?? element[read] ?? null;
    host.form.set(block, element, { [name]: value });
    return { emit, value, attrs: { id: opts.id, 'aria-label': opts.label ?? textWords(element.placeholder) ?? null, 'data-action-id': element.action_id } };
  };
}

const valueField = field('value', 'initial_value');

/** So many characters from the limit it is told how many are left. */
const COUNT_FROM = 20;

function typed(element, block, host, opts, { tag = 'input', normal = (v) => v, ...more } = {}) {
  const { value, attrs } = valueField(element, block, host, opts);
  const on = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const send = () => dispatches(block) && act(node, element, block, host, { value: host.form.get(block, element).value });
  const counter = element.max_length ? h('span', { class: 'counter', 'aria-hidden': 'true' }) : null;
  const count = () => {
    if (!counter) return;
    const left = element.max_length - [...node.value].length;
    counter.textContent = left <= COUNT_FROM ? String(left) : '';
  };
  const node = h(tag, { ...attrs, ...more, placeholder: textWords(element.placeholder) || null, value: value ?? '',
    oninput: () => {
      host.form.set(block, element, { value: normal(node.value) || null });
      count();
      if (on.includes('on_character_entered')) send();
    },
    onkeydown: (event) => {
      if (event.key === 'Enter' && !event.shiftKey && block.dispatch_action && on.includes('on_enter_pressed')) {
        event.preventDefault();
        send();
      }
    } });
  count();
  return counter ? h('span', { class: 'counted' }, node, counter) : node;
}

function plainText(element, block, host, opts) {
  return element.multiline ? typed(element, block, host, opts, { tag: 'textarea', rows: '4' }) : typed(element, block, host, opts, { type: 'text' });
}

/** Slack's value has a decimal point whatever is typed. */
function number(element, block, host, opts) {
  return typed(element, block, host, opts, { type: 'text', inputmode: element.is_decimal_allowed ? 'decimal' : 'numeric', normal: (v) => v.trim().replace(',', '.') });
}

const dateField = field('selected_date', 'initial_date');

/** The browser shows a date in its own way, so the acting person's way stands beside it. */
function datepicker(element, block, host, opts) {
  const { emit, value, attrs } = dateField(element, block, host, opts);
  const spoken = h('span', { class: 'date-words' });
  const say = () => {
    const at = node.value ? dates.instant(node.value, '12:00', host.workspace.me.tz) : null;
    spoken.textContent = at ? `${dates.day(at, host.workspace.me)} (${host.workspace.weekWord} ${dates.week(at, host.workspace.me)})` : textWords(element.placeholder);
  };
  const node = h('input', { ...attrs, type: 'date', value: value ?? '', onchange: async () => {
    say();
    if ((await emit({ selected_date: node.value || null }, node)) === false) node.value = host.form.get(block, element)?.selected_date ?? '';
  } });
  say();
  return h('span', { class: 'date' }, node, spoken);
}

const timeField = field('selected_time', 'initial_time');

function timepicker(element, block, host, opts) {
  const { emit, value, attrs } = timeField(element, block, host, opts);
  const node = h('input', { ...attrs, type: 'time', value: value ?? '', onchange: () => emit({ selected_time: node.value || null, ...(element.timezone ? { timezone: element.timezone } : {}) }, node) });
  return h('span', { class: 'date' }, node, element.timezone ? h('span', { class: 'date-words' }, element.timezone) : null);
}

const instantField = field('selected_date_time', 'initial_date_time');

function datetimepicker(element, block, host, opts) {
  const { emit, value, attrs } = instantField(element, block, host, opts);
  const tz = host.workspace.me.tz;
  const wall = value ? dates.wall(value, tz) : { date: '', clock: '' };
  const change = () => emit({ selected_date_time: date.value && clock.value ? dates.instant(date.value, clock.value, tz) : null }, date);
  const date = h('input', { ...attrs, type: 'date', value: wall.date, onchange: change });
  const clock = h('input', { type: 'time', value: wall.clock, 'aria-label': `${opts.label ?? 'Time'}: time`, onchange: change });
  return h('span', { class: 'date' }, date, clock, h('span', { class: 'date-words' }, tz));
}

/** Check boxes and radio buttons. */
function options(kind) {
  const one = kind === 'radio';
  const name = one ? 'selected_option' : 'selected_options';
  const own = field(name, one ? 'initial_option' : 'initial_options');
  return (element, block, host, opts) => {
    const { emit, value } = own(element, block, host, opts);
    if (!one && value === null) host.form.set(block, element, { [name]: [] });
    const chosen = new Set([value ?? []].flat().map((o) => o.value));
    const group = uid('group');
    const read = () => {
      const on = element.options.filter((o, i) => boxes[i].checked);
      emit({ [name]: one ? on[0] ?? null : on });
    };
    const boxes = element.options.map((o) => h('input', { type: one ? 'radio' : 'checkbox', name: group, id: uid('option'), checked: chosen.has(o.value), onchange: read }));
    return h('div', { class: 'options', id: opts.id, role: one ? 'radiogroup' : 'group', 'aria-label': opts.label }, element.options.map((o, i) =>
      h('div', { class: 'option-row' }, boxes[i], h('label', { for: boxes[i].id }, textNodes(o.text, host.workspace), o.description ? h('span', { class: 'option-description' }, textNodes(o.description, host.workspace)) : null))));
  };
}

/** An image by address or by Slack file, with its words where it cannot be fetched. */
export function image(element, attrs = {}) {
  const file = element.slack_file;
  const [, id = file?.id] = /\/files-pri\/(?:T\w+-)?(F\w+)/.exec(file?.url ?? '') ?? [];
  const src = element.image_url ?? (id ? fileURL({ id }) : file?.url);
  const node = h('img', { src, alt: element.alt_text, loading: 'lazy', ...attrs, onerror: () => node.replaceWith(h('span', { class: 'image-missing' }, `Image: ${element.alt_text}`)) });
  return node;
}

function iconButton(element, block, host) {
  return h('button', { type: 'button', class: 'button', 'aria-label': element.accessibility_label, onclick: (e) => act(e.currentTarget, element, block, host, { value: element.value }) }, textWords(element.text));
}

function feedback(element, block, host) {
  return h('span', { class: 'feedback', role: 'group', 'aria-label': 'Feedback' }, [['positive_button', 'thumbsup'], ['negative_button', 'thumbsdown']].map(([key, mark]) => element[key] &&
    h('button', { type: 'button', class: 'button', 'aria-label': element[key].accessibility_label, onclick: (e) => act(e.currentTarget, element, block, host, { value: element[key].value }) },
      `${emoji(mark)} ${textWords(element[key].text)}`)));
}

const placeholder = (words) => h('span', { class: 'unknown', role: 'note' }, words);

const MAKERS = {
  button, overflow, datepicker, timepicker, datetimepicker, plain_text_input: plainText, number_input: number,
  email_text_input: (e, b, host, o) => typed(e, b, host, o, { type: 'email' }),
  url_text_input: (e, b, host, o) => typed(e, b, host, o, { type: 'url' }),
  checkboxes: options('checkbox'), radio_buttons: options('radio'), icon_button: iconButton, feedback_buttons: feedback,
  image: (e) => image(e), mrkdwn: (e, b, host) => h('span', {}, textNodes(e, host.workspace)), plain_text: (e, b, host) => h('span', {}, textNodes(e, host.workspace)),
  rich_text_input: (e, b, host, o) => typed({ ...e, initial_value: '' }, b, host, o, { tag: 'textarea', rows: '4' }),
  file_input: () => placeholder('A file would be chosen here. The local workspace takes no uploads from people.'),
  workflow_button: (e) => placeholder(`Workflow button: ${textWords(e.text)} (no workflows in the local workspace)`),
  rich_text: (e, b, host) => h('div', {}, richText(e.elements, host.workspace)),
};

/** An element of any kind; one that is not known is shown as such. opts: {id, label, optional}. */
export function elementNode(element, block, host, opts = {}) {
  if (/^(multi_)?(static|external|users|channels|conversations)_select$/.test(element?.type)) {
    return selectMenu(element, block, host, { ...opts, emit: emitter(element, block, host) }).node;
  }
  const make = MAKERS[element?.type];
  return make ? make(element, block, host, opts) : placeholder(`Unknown element: ${element?.type}`);
}
