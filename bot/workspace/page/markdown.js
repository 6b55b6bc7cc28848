// The markdown block: standard Markdown, the part that Slack draws (docs.slack.dev/reference/block-kit/blocks/markdown-block).

import { h } from './dom.js';
import { withEmoji } from './emoji.js';
import { channelMention, link, userMention } from './mrkdwn.js';

const INLINE = [
  [/^`([^`\n]+)`/, (m) => h('code', {}, m[1])],
  [/^!\[([^\]]*)\]\(([^)\s]+)\)/, (m) => link(m[2], m[1] || m[2])],
  [/^\[([^\]]+)\]\(([^)\s]+)\)/, (m, w) => link(m[2], inline(m[1], w))],
  [/^<(https?:[^>\s]+)>/, (m) => link(m[1], m[1])],
  [/^<@([A-Z0-9]+)>/, (m, w) => userMention(m[1], w)],
  [/^<#([A-Z0-9]+)>/, (m, w) => channelMention(m[1], w)],
  [/^\*\*(?=\S)([^\n]+?)\*\*/, (m, w) => h('strong', {}, inline(m[1], w))],
  [/^__(?=\S)([^\n]+?)__/, (m, w) => h('strong', {}, inline(m[1], w))],
  [/^~~(?=\S)([^\n]+?)~~/, (m, w) => h('s', {}, inline(m[1], w))],
  [/^\*(?=\S)([^*\n]+?)\*/, (m, w) => h('em', {}, inline(m[1], w))],
  [/^_(?=\S)([^_\n]+?)_(?![\p{L}\p{N}])/u, (m, w) => h('em', {}, inline(m[1], w))],
  [/^\\([\\`*_{}[\]()#+\-.!~|<>])/, (m) => m[1]],
  [/^(?: {2,}|\\)\n/, () => h('br')],
];

function inline(text, workspace) {
  const nodes = [];
  let plain = '';
  for (let i = 0; i < text.length;) {
    const rest = text.slice(i);
    const rule = INLINE.map(([pattern, make]) => [pattern.exec(rest), make]).find(([m]) => m);
    const insideWord = /^_/.test(rest) && /[\p{L}\p{N}]/u.test(text[i - 1] ?? ' ');
    if (!rule || insideWord) {
      plain += text[i];
      i += 1;
      continue;
    }
    if (plain) nodes.push(withEmoji(plain));
    plain = '';
    nodes.push(rule[1](rule[0], workspace));
    i += rule[0][0].length;
  }
  if (plain) nodes.push(withEmoji(plain));
  return nodes;
}

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const RULE = /^ {0,3}([-*_])(\s*\1){2,}\s*$/;
const cells = (line) => line.trim().replace(/^\||\|$/g, '').split('|').map((c) => c.trim());

function table(lines, workspace) {
  const [head, rule, ...body] = lines.map(cells);
  const align = (i) => `align-${/^:-+:$/.test(rule[i]) ? 'center' : /-:$/.test(rule[i]) ? 'right' : 'left'}`;
  return h('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': 'Table' }, h('table', {},
    h('thead', {}, h('tr', {}, head.map((c, i) => h('th', { scope: 'col', class: align(i) }, inline(c, workspace))))),
    h('tbody', {}, body.map((row) => h('tr', {}, row.map((c, i) => h('td', { class: align(i) }, inline(c, workspace))))))));
}

function list(lines, workspace) {
  const [, indent, mark] = ITEM.exec(lines[0]);
  const node = h(/\d/.test(mark) ? 'ol' : 'ul', /\d/.test(mark) ? { start: parseInt(mark, 10) } : {});
  for (let i = 0; i < lines.length;) {
    const [, , , text] = ITEM.exec(lines[i]) ?? [null, null, null, lines[i].trim()];
    let end = i + 1;
    while (end < lines.length && (ITEM.exec(lines[end])?.[1].length ?? 99) > indent.length) end += 1;
    const nested = lines.slice(i + 1, end);
    node.append(h('li', {}, inline(text.replace(/^\[[ xX]\] /, (m) => (m[1] === ' ' ? '☐ ' : '☑ ')), workspace),
      nested.length === 0 ? null : ITEM.test(nested[0]) ? list(nested, workspace) : inline(` ${nested.join(' ').trim()}`, workspace)));
    i = end;
  }
  return node;
}

const heading = (line) => /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
const startsTable = (lines, i) => lines[i].includes('|') && /^[\s|:-]*-[\s|:-]*$/.test(lines[i + 1] ?? '') && (lines[i + 1] ?? '').includes('|');
const startsBlock = (lines, i) => /^\s*$/.test(lines[i]) || heading(lines[i]) || RULE.test(lines[i]) || ITEM.test(lines[i]) || /^(```|>)/.test(lines[i]) || startsTable(lines, i);

/** One block at line i: [element, index of the line after it]. */
function block(lines, i, workspace) {
  const line = lines[i];
  const upTo = (test) => {
    let end = i + 1;
    while (end < lines.length && test(end)) end += 1;
    return end;
  };
  if (line.startsWith('```')) {
    const end = upTo((n) => !lines[n].startsWith('```'));
    return [h('pre', {}, lines.slice(i + 1, end).join('\n')), end + 1];
  }
  const title = heading(line);
  if (title) return [h(`h${Math.min(6, title[1].length + 2)}`, {}, inline(title[2], workspace)), i + 1];
  if (RULE.test(line)) return [h('hr'), i + 1];
  if (line.startsWith('>')) {
    const end = upTo((n) => lines[n].startsWith('>'));
    return [h('blockquote', {}, markdown(lines.slice(i, end).map((l) => l.replace(/^>\s?/, '')).join('\n'), workspace)), end];
  }
  if (startsTable(lines, i)) {
    const end = upTo((n) => lines[n].includes('|'));
    return [table(lines.slice(i, end), workspace), end];
  }
  if (ITEM.test(line)) {
    const end = upTo((n) => ITEM.test(lines[n]) || /^\s{2,}\S/.test(lines[n]));
    return [list(lines.slice(i, end), workspace), end];
  }
  const end = upTo((n) => !startsBlock(lines, n));
  return [h('p', {}, inline(lines.slice(i, end).join('\n'), workspace)), end];
}

/** Markdown as elements. */
export function markdown(text, workspace) {
  const lines = (text ?? '').replace(/\r\n?/g, '\n').split('\n');
  const nodes = [];
  for (let i = 0; i < lines.length;) {
    if (/^\s*$/.test(lines[i])) {
      i += 1;
      continue;
    }
    const [node, next] = block(lines, i, workspace);
    nodes.push(node);
    i = next;
  }
  return nodes;
}
