// The messages of a conversation.

import { announce, h, icon, sync } from './dom.js';
import { fileURL } from './api.js';
import { blockNodes } from './blocks.js';
import { noLine } from './composer.js';
import { emoji } from './emoji.js';
import { Form } from './form.js';
import { menuButton } from './menu.js';
import { mrkdwn, unescape } from './mrkdwn.js';
import { avatar } from './people.js';
import * as dates from './dates.js';

const size = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1048576).toFixed(1)} MB`);

function fileNode(file) {
  const name = file.title || file.name || file.id;
  const details = [file.pretty_type || file.filetype || file.mimetype, file.size ? size(file.size) : ''].filter(Boolean).join(', ');
  const link = h('a', { class: 'file', href: fileURL(file), download: file.name ?? '' }, icon('file'), h('span', {}, h('strong', {}, name), h('span', { class: 'file-details' }, details)));
  if (!file.mimetype?.startsWith('image/')) return link;
  return h('figure', { class: 'image' }, h('img', { src: fileURL(file), alt: file.alt_txt || name, loading: 'lazy' }), h('figcaption', {}, link));
}

function reactions(message, workspace) {
  if (!message.reactions?.length) return null;
  return h('ul', { class: 'reactions', 'aria-label': 'Reactions' }, message.reactions.map((r) =>
    h('li', { title: r.users?.map((u) => workspace.userName(u)).join(', ') }, emoji(r.name) ?? `:${r.name}:`, ` ${r.count ?? r.users?.length ?? 1}`)));
}

/** What notifications and screen readers get of a message. */
function spokenNode(message) {
  return h('div', { class: 'spoken', hidden: true }, h('strong', {}, 'What notifications and screen readers get'),
    message.text ? h('pre', { tabindex: '0' }, unescape(message.text)) : h('p', { class: 'field-error' }, 'Nothing: this message has no text.'));
}

/** Shows one conversation; app gives what a message needs: workspace(), act, suggest, shortcut, edit, remove, reply, write(text) into the composer. */
export class Messages {
  constructor(root, app) {
    Object.assign(this, { root, app, forms: new Map(), nodes: new Map(), list: [], channel: null });
    this.ol = h('ol', { class: 'messages', 'aria-label': 'Messages' });
    root.append(this.ol);
    this.pinned = true;
    let top = 0; // a scroll of our own may be told of after more has been added below: only who scrolls up has left the end
    root.addEventListener('scroll', () => {
      const atEnd = root.scrollHeight - root.scrollTop - root.clientHeight < 60;
      this.pinned = atEnd || this.pinned && root.scrollTop >= top;
      top = root.scrollTop;
    });
    new ResizeObserver(() => this.pinned && this.toEnd()).observe(this.ol);
  }

  show(channel, list) {
    if (channel.id !== this.channel?.id) this.nodes.clear();
    this.pinned = true;
    this.channel = channel;
    this.list = list;
    this.nodes.clear();
    this.draw();
    this.toEnd();
  }

  toEnd() {
    this.root.scrollTop = this.list.length ? this.root.scrollHeight : 0; // what is told of an empty conversation is read from its beginning
  }

  /** Takes in a message that is new or has changed. What is told of a conversation that is not shown yet is read with the rest of it. */
  put(message, channel) {
    if (this.channel?.id !== channel) return;
    const at = this.list.findIndex((m) => m.ts === message.ts);
    if (at >= 0) this.list[at] = message;
    else this.list = [...this.list, message].sort((a, b) => dates.seconds(a.ts) - dates.seconds(b.ts));
    if (message.user === this.app.workspace().me.id && at < 0) this.pinned = true;
    this.draw();
    const { name } = this.app.workspace().author(message);
    if (message.user !== this.app.workspace().me.id) announce(`${name}${at >= 0 ? ', changed' : ''}: ${unescape(message.text ?? '') || 'a message without text'}`);
  }

  remove(ts) {
    this.list = this.list.filter((m) => m.ts !== ts);
    this.draw();
  }

  /** The person's own latest message that can be changed. */
  lastOwn() {
    return this.list.findLast((m) => m.user === this.app.workspace().me.id && !m.is_ephemeral);
  }

  draw() {
    const workspace = this.app.workspace();
    const threads = new Map();
    const roots = this.list.filter((m) => {
      const isReply = m.thread_ts && m.thread_ts !== m.ts && this.list.some((p) => p.ts === m.thread_ts);
      if (isReply) threads.set(m.thread_ts, [...(threads.get(m.thread_ts) ?? []), m]);
      return !isReply;
    });
    const items = [];
    roots.forEach((message, i) => {
      const before = roots[i - 1];
      const today = dates.dayKey(dates.seconds(message.ts), workspace.me);
      if (!before || dates.dayKey(dates.seconds(before.ts), workspace.me) !== today) items.push(this.dayNode(message, workspace));
      items.push(this.rootNode(message, before, threads.get(message.ts) ?? [], workspace));
    });
    if (roots.length === 0) items.push(this.emptyNode(workspace));
    sync(this.ol, items);
  }

  dayNode(message, workspace) {
    const at = dates.seconds(message.ts);
    return this.cached(`day ${dates.dayKey(at, workspace.me)}`, '', () => h('li', { class: 'day' }, h('span', { lang: workspace.me.locale }, dates.day(at, workspace.me))));
  }

  cached(key, version, make) {
    const known = this.nodes.get(key);
    if (known?.version === version) return known.node;
    const node = make();
    if (known?.node.contains(document.activeElement)) requestAnimationFrame(() => node.isConnected && !node.contains(document.activeElement) && node.focus());
    this.nodes.set(key, { version, node });
    return node;
  }

  rootNode(message, before, replies, workspace) {
    const node = this.messageNode(message, workspace);
    const close = before && before.user === message.user && before.bot_id === message.bot_id && !before.is_ephemeral === !message.is_ephemeral
      && dates.seconds(message.ts) - dates.seconds(before.ts) < 300 && !before.thread_ts && !replies.length;
    node.classList.toggle('continued', Boolean(close));
    const list = node.querySelector(':scope > .message-main > .replies');
    list.hidden = replies.length === 0;
    sync(list, replies.map((r) => this.messageNode(r, workspace)));
    return node;
  }

  messageNode(message, workspace) {
    return this.cached(message.ts, JSON.stringify(message), () => this.make(message, workspace));
  }

  form(message) {
    const key = `${workspaceKey(this.app.workspace())} ${this.channel.id} ${message.ts}`;
    if (!this.forms.has(key)) this.forms.set(key, new Form());
    return this.forms.get(key);
  }

  make(message, workspace) {
    const author = workspace.author(message);
    const form = this.form(message);
    const at = { channel: this.channel.id, ts: message.ts };
    const host = { workspace, form, channel: this.channel.id, act: (action) => this.app.act({ ...at, state: form.state(), action }), suggest: (block, element, value) => this.app.suggest({ ...at, block_id: block.block_id, action_id: element.action_id, value }) };
    const spoken = spokenNode(message);
    const when = dates.seconds(message.ts);
    const body = h('div', { class: 'message-body', lang: author.isBot ? null : workspace.me.locale }, message.blocks?.length ? blockNodes(message.blocks, host) : h('div', { class: 'text' }, mrkdwn(message.text, workspace)));
    const node = h('li', { class: `message${message.is_ephemeral ? ' ephemeral' : ''}${author.isBot ? ' from-bot' : ''}`, 'data-ts': message.ts, tabindex: '-1' }, avatar(author),
      h('div', { class: 'message-main' },
        message.is_ephemeral ? h('p', { class: 'ephemeral-mark' }, icon('eye'), 'Only visible to you') : null,
        h('p', { class: 'message-head' }, h('strong', { class: 'author' }, author.name), author.isBot ? h('span', { class: 'app-mark' }, 'APP') : null,
          h('time', { datetime: new Date(when * 1000).toISOString(), title: dates.full(when, workspace.me) }, dates.time(when, workspace.me))),
        body, (message.files ?? []).map(fileNode), message.edited ? h('span', { class: 'edited' }, '(edited)') : null, reactions(message, workspace), spoken,
        h('ol', { class: 'replies', 'aria-label': 'Replies', hidden: true })));
    node.append(menuButton({ class: 'icon-button message-menu' }, `Actions for the message from ${author.name}, ${dates.time(when, workspace.me)}`, () => this.menu(message, node, body, spoken), icon('more')));
    return node;
  }

  menu(message, node, body, spoken) {
    const workspace = this.app.workspace();
    const at = { channel: this.channel.id, ts: message.ts };
    const own = message.user === workspace.me.id && !message.is_ephemeral;
    const items = [{ label: spoken.hidden ? 'Show notification text' : 'Hide notification text', hint: 'what screen readers get', run: () => { spoken.hidden = !spoken.hidden; } }];
    if (!message.is_ephemeral) items.push({ label: 'Reply in thread', run: () => this.app.reply(message) });
    if (own) items.push({ label: 'Edit message', run: () => this.edit(message, body) }, { label: 'Delete message', danger: true, run: () => this.app.remove(at) });
    const shortcuts = message.is_ephemeral ? [] : workspace.shortcuts.filter((s) => s.type === 'message');
    if (shortcuts.length) items.push(null, ...shortcuts.map((s) => ({ label: s.name, hint: s.description, run: () => this.app.shortcut({ callback_id: s.callback_id, ...at }) })));
    return items;
  }

  edit(message, body) {
    const field = h('textarea', { 'aria-label': 'Edit message', rows: '2', value: unescape(message.text), onkeypress: noLine });
    const done = () => editor.replaceWith(body);
    const save = async () => {
      const answer = await this.app.edit({ channel: this.channel.id, ts: message.ts, text: field.value });
      if (answer.ok !== false) done();
    };
    const editor = h('div', { class: 'editor', onkeydown: (e) => {
      if (e.key === 'Escape') done();
      if (e.key === 'Enter' && !e.shiftKey && !e.isComposing && e.target === field) {
        e.preventDefault();
        save();
      }
    } }, field, h('div', { class: 'actions' }, h('button', { type: 'button', class: 'button small', onclick: done }, 'Cancel'), h('button', { type: 'button', class: 'button small primary', onclick: save }, 'Save')));
    body.replaceWith(editor);
    field.focus();
  }

  /** Opens the editor of the person's latest message. */
  editLast() {
    const message = this.lastOwn();
    const body = message && this.nodes.get(message.ts)?.node.querySelector('.message-body');
    if (body) this.edit(message, body);
  }

  emptyNode(workspace) {
    const bot = workspace.bot.name;
    const starters = workspace.commands.map((c) => h('li', {}, h('button', { type: 'button', class: 'starter', onclick: () => this.app.write(`${c.command} `) },
      h('strong', {}, c.command), h('span', {}, c.description))));
    return h('li', { class: 'empty' }, h('p', {}, this.channel.is_im ? `This is the direct message with ${bot}. Write to it as you would to a colleague, or begin with a command:`
      : `Nothing has been said in #${this.channel.name} yet. Mention @${bot}, or begin with a command:`), h('ul', { class: 'starters' }, starters));
  }
}

const workspaceKey = (workspace) => workspace.me.id;
