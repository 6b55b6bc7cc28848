// rich_text blocks and cells (docs.slack.dev/reference/block-kit/blocks/rich-text-block).

import { h } from './dom.js';
import { emoji } from './emoji.js';
import * as dates from './dates.js';
import { channelMention, link, userMention } from './mrkdwn.js';

function styled(node, style = {}) {
  let out = node;
  for (const [name, tag] of [['code', 'code'], ['bold', 'strong'], ['italic', 'em'], ['strike', 's'], ['underline', 'u'], ['highlight', 'mark']]) {
    if (style?.[name]) out = h(tag, {}, out);
  }
  return out;
}

/** Text with its line breaks. */
function lines(text) {
  return (text ?? '').split('\n').flatMap((line, i) => (i ? [h('br'), line] : [line]));
}

function colour(e) {
  return h('span', { class: 'colour' }, h('span', { class: 'swatch', style: { background: /^#[0-9a-f]{3,8}$/i.test(e.value) ? e.value : 'none' }, 'aria-hidden': 'true' }), e.value);
}

function date(e, workspace) {
  return h('time', { datetime: new Date(e.timestamp * 1000).toISOString(), title: dates.full(e.timestamp, workspace.me) },
    dates.tokens(e.format ?? '{date}', e.timestamp, workspace.me, workspace.now()));
}

const INLINE = {
  text: (e) => h('span', {}, lines(e.text)),
  link: (e) => link(e.url, e.text || e.url),
  user: (e, w) => userMention(e.user_id, w),
  channel: (e, w) => channelMention(e.channel_id, w),
  usergroup: (e) => h('span', { class: 'mention' }, `@${e.usergroup_id}`),
  broadcast: (e) => h('span', { class: 'mention mention-all' }, `@${e.range}`),
  emoji: (e) => h('span', { class: 'emoji', role: 'img', 'aria-label': e.name }, emoji(e.name) ?? `:${e.name}:`),
  color: colour,
  date,
  tag: (e) => h('span', { class: 'tag' }, e.text),
};

function inline(elements, workspace) {
  return (elements ?? []).map((e) => {
    const make = INLINE[e.type];
    return make ? styled(make(e, workspace), e.style) : h('span', { class: 'unknown-inline' }, `[${e.type}${e.text ? `: ${e.text}` : ''}]`);
  });
}

/** Lists in a row are one list where they are of a kind; deeper ones hang below the item before them. */
function list(e, workspace) {
  const node = h(e.style === 'ordered' ? 'ol' : 'ul', { class: `indent-${Math.min(8, e.indent ?? 0)}`, start: e.offset ? e.offset + 1 : null });
  for (const item of e.elements ?? []) node.append(h('li', {}, inline(item.elements, workspace)));
  return node;
}

const PARTS = {
  rich_text_section: (e, w) => h('div', {}, inline(e.elements, w)),
  rich_text_list: list,
  rich_text_preformatted: (e, w) => h('pre', {}, inline(e.elements, w)),
  rich_text_quote: (e, w) => h('blockquote', {}, inline(e.elements, w)),
};

/** The parts of a rich text, as elements. */
export function richText(parts, workspace) {
  return (parts ?? []).map((e) => PARTS[e.type]?.(e, workspace) ?? h('div', { class: 'unknown-inline' }, `[${e.type}]`));
}

/** The words of a rich text, for a label or a title. */
export function plainWords(parts) {
  return (parts ?? []).map((e) => e.text ?? plainWords(e.elements)).join('');
}
