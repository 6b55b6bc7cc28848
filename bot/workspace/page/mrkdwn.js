// Slack's mrkdwn, as elements (docs.slack.dev/messaging/formatting-message-text).

import { h } from './dom.js';
import { emoji } from './emoji.js';
import * as dates from './dates.js';

/** The three entities that Slack escapes, back as characters. */
export function unescape(text) {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

/** A link, or the bare words where the address is of a kind that no page should open. */
export function link(url, label) {
  if (!/^(https?:|mailto:|tel:|\/files\/)/i.test(url)) return h('span', {}, label);
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, label);
}

/** A person's or a channel's name where it was mentioned. */
export function userMention(id, workspace, fallback) {
  const name = workspace.userName(id) || fallback || id;
  return h('span', { class: `mention${id === workspace.me.id ? ' mention-me' : ''}` }, `@${name}`);
}

export function channelMention(id, workspace, fallback) {
  const channel = workspace.channel(id);
  const name = channel?.name || fallback || id;
  if (!channel) return h('span', { class: 'mention' }, `#${name}`);
  return h('a', { class: 'mention', href: workspace.href({ in: id }), 'data-in': id }, `#${name}`);
}

function dateNode(body, workspace) {
  const [spec, fallback = ''] = splitOnce(body, '|');
  const [, at, pattern = '', url] = spec.split('^');
  const seconds = Number(at);
  if (!Number.isFinite(seconds)) return document.createTextNode(unescape(fallback));
  const words = dates.tokens(unescape(pattern), seconds, workspace.me, workspace.now());
  const node = h('time', { datetime: new Date(seconds * 1000).toISOString(), title: dates.full(seconds, workspace.me) }, words);
  return url ? link(url, node) : node;
}

function splitOnce(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function special(body, workspace) {
  const [target, label] = splitOnce(body, '|');
  const words = label === undefined ? undefined : unescape(label);
  if (target.startsWith('@')) return userMention(target.slice(1), workspace, words);
  if (target.startsWith('#')) return channelMention(target.slice(1), workspace, words);
  if (target.startsWith('!date^')) return dateNode(body, workspace);
  if (target.startsWith('!')) return h('span', { class: 'mention mention-all' }, words ?? `@${target.slice(1).split('^')[0]}`);
  return link(unescape(target), words ?? unescape(target).replace(/^mailto:/, ''));
}

const WORD = /[\p{L}\p{N}]/u;
const MARKS = { '*': 'strong', _: 'em', '~': 's' };

/** Where the closing mark stands; code and <…> are stepped over. */
function closing(text, from, mark) {
  for (let i = from; i < text.length; i += 1) {
    const c = text[i];
    if (c === '\n') return -1;
    if (c === mark && i > from && !/\s/.test(text[i - 1]) && !WORD.test(text[i + 1] ?? ' ')) return i;
    if (c === '`' || c === '<') {
      const end = text.indexOf(c === '`' ? '`' : '>', i + 1);
      if (end > 0) i = end;
    }
  }
  return -1;
}

/** One token at i: [element, index after it], or null where there is only a character. */
function token(text, i, workspace) {
  const c = text[i];
  if (c === '\n') return [h('br'), i + 1];
  if (c === '`') {
    const end = text.indexOf('`', i + 1);
    if (end > i + 1 && !text.slice(i, end).includes('\n')) return [h('code', {}, unescape(text.slice(i + 1, end))), end + 1];
  }
  if (c === '<') {
    const end = text.indexOf('>', i);
    if (end > i + 1) return [special(text.slice(i + 1, end), workspace), end + 1];
  }
  if (c === ':') {
    const found = /^:([a-z0-9_+-]+):(?::skin-tone-\d:)?/.exec(text.slice(i, i + 60));
    const character = found && emoji(found[1]);
    if (character) return [h('span', { class: 'emoji', role: 'img', 'aria-label': found[1].replaceAll('_', ' ') }, character), i + found[0].length];
  }
  if (c === 'h' && !WORD.test(text[i - 1] ?? ' ')) {
    const found = /^https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"]/.exec(text.slice(i));
    if (found) return [link(unescape(found[0]), unescape(found[0])), i + found[0].length];
  }
  if (MARKS[c] && !WORD.test(text[i - 1] ?? ' ') && !/[\s]/.test(text[i + 1] ?? ' ')) {
    const end = closing(text, i + 1, c);
    if (end > 0) return [h(MARKS[c], {}, inline(text.slice(i + 1, end), workspace)), end + 1];
  }
  return null;
}

function inline(text, workspace) {
  const nodes = [];
  let plain = '';
  for (let i = 0; i < text.length;) {
    const found = token(text, i, workspace);
    if (!found) {
      plain += text[i];
      i += 1;
      continue;
    }
    if (plain) nodes.push(unescape(plain));
    plain = '';
    nodes.push(found[0]);
    i = found[1];
  }
  if (plain) nodes.push(unescape(plain));
  return nodes;
}

/** Lines that start with > become a quotation; the rest stays as it is. */
function paragraphs(text, workspace) {
  const nodes = [];
  let lines = [];
  let quoted = false;
  const flush = () => {
    if (lines.length === 0) return;
    const content = inline(lines.join('\n'), workspace);
    nodes.push(quoted ? h('blockquote', {}, content) : h('span', {}, content));
    lines = [];
  };
  for (const line of text.split('\n')) {
    const isQuote = /^(&gt;|>)/.test(line);
    if (isQuote !== quoted) flush();
    quoted = isQuote;
    lines.push(isQuote ? line.replace(/^(&gt;|>)\s?/, '') : line);
  }
  flush();
  return nodes;
}

/** mrkdwn as elements. */
export function mrkdwn(text, workspace) {
  return (text ?? '').split(/```/).map((part, i, all) => {
    const isCode = i % 2 === 1 && i < all.length - 1;
    if (isCode) return h('pre', {}, unescape(part.replace(/^\n|\n$/g, '')));
    const body = i % 2 === 1 ? `\`\`\`${part}` : part;
    return body ? paragraphs(i === 0 ? body : body.replace(/^\n/, ''), workspace) : [];
  }).flat();
}
