// Where one writes: commands and names are completed, Enter sends, Shift+Enter makes a new line.

import { h, icon, replace, uid } from './dom.js';

const lower = (text) => text.toLocaleLowerCase();

/** What can be completed at the caret: {from, rows:[{insert, title, hint, exact}]} or null. */
function completions(text, caret, workspace) {
  const before = text.slice(0, caret);
  const command = /^\/(\S*)$/.exec(before);
  if (command) {
    const rows = workspace.commands.filter((c) => lower(c.command).startsWith(lower(before))).map((c) => ({
      insert: `${c.command} `, title: c.command, usage: c.usage_hint, hint: c.description, exact: c.command === before }));
    return { from: 0, rows: [...rows.filter((r) => r.exact), ...rows.filter((r) => !r.exact)] };
  }
  const at = /(^|\s)@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]*)*)$/u.exec(before); // a name may have spaces
  if (!at) return null;
  const names = [{ id: workspace.bot.user_id, name: workspace.bot.name, title: 'app' }, ...workspace.people.map((u) => ({ id: u.id, name: u.real_name || u.name, title: u.title }))];
  return { from: caret - at[2].length - 1, rows: names.filter((n) => lower(n.name).startsWith(lower(at[2]))).map((n) => ({ insert: `@${n.name} `, title: `@${n.name}`, hint: n.title })) };
}

/** Names that were picked become mentions: "@Handslag" is sent as <@U…>. */
function withMentions(text, workspace) {
  const names = [...workspace.users.map((u) => [u.real_name || u.name, u.id]), [workspace.bot.name, workspace.bot.user_id]].sort((a, b) => b[0].length - a[0].length);
  return names.reduce((out, [name, id]) => out.split(`@${name}`).map((part, i, all) => (i < all.length - 1 && /(^|[\s(])$/.test(part) && !/^[\p{L}\p{N}]/u.test(all[i + 1])
    ? `${part}<@${id}>` : i < all.length - 1 ? `${part}@${name}` : part)).join(''), text);
}

/** Enter has done its work at keydown; a browser that is driven by a program sends the line break all the same. */
export function noLine(event) {
  if (event.key === 'Enter' && !event.shiftKey) event.preventDefault();
}

export class Composer {
  /** app: workspace(), send(text, thread) → answer, editLast(), turnPage(-1 or 1). */
  constructor(root, app) {
    Object.assign(this, { app, drafts: new Map(), at: -1, rows: [], thread: null });
    const listId = uid('completion');
    this.text = h('textarea', { id: 'composer', rows: '1', role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': listId, 'aria-haspopup': 'listbox',
      autocomplete: 'off', oninput: () => this.changed(), onkeydown: (e) => this.key(e), onkeypress: noLine, onblur: () => this.hide(), onclick: () => this.complete() });
    this.sendButton = h('button', { type: 'submit', id: 'send', class: 'send', 'aria-label': 'Send', title: 'Send (Enter)' }, icon('send'));
    this.list = h('div', { id: listId, class: 'completion', role: 'listbox', 'aria-label': 'Completions', hidden: true });
    this.usage = h('p', { class: 'usage', id: 'usage', 'aria-live': 'polite' });
    this.threadBar = h('p', { class: 'thread-bar', hidden: true });
    this.text.setAttribute('aria-describedby', 'usage');
    this.form = h('form', { class: 'composer', onsubmit: (e) => {
      e.preventDefault();
      this.send();
    } }, this.text, this.sendButton);
    root.append(this.list, this.threadBar, this.form, this.usage);
  }

  /** Turns to another conversation; what was half written in the last one is kept. */
  open(key, name, canWrite) {
    if (this.openKey) this.drafts.set(this.openKey, this.text.value);
    if (key !== this.openKey) this.inThread(null);
    this.openKey = key;
    this.text.value = this.drafts.get(key) ?? '';
    this.text.disabled = !canWrite;
    this.text.placeholder = canWrite ? `Message ${name}` : 'Sending messages to this app is turned off.';
    this.text.setAttribute('aria-label', `Message ${name}`);
    this.changed();
    this.hide();
  }

  focus() {
    this.text.focus();
  }

  /** Puts a beginning into the field, for the person to go on from. */
  write(text) {
    this.text.value = text;
    this.focus();
    this.text.setSelectionRange(text.length, text.length);
    this.changed();
  }

  /** Writes into a thread, or no longer. */
  inThread(message, author) {
    this.thread = message;
    this.threadBar.hidden = !message;
    if (!message) return;
    replace(this.threadBar, icon('reply'), `Replying in the thread of ${author}`, h('button', { type: 'button', class: 'button small', onclick: () => {
      this.inThread(null);
      this.focus();
    } }, 'Leave the thread'));
    this.focus();
  }

  changed() {
    this.text.style.height = 'auto';
    this.text.style.height = `${Math.min(this.text.scrollHeight + 2, innerHeight * 0.4)}px`;
    this.sendButton.disabled = this.text.value.trim() === '';
    this.hint();
    this.complete();
  }

  /** The usage hint of the command that is being written. */
  hint() {
    const [name] = this.text.value.split(/\s/, 1);
    const command = this.text.value.startsWith('/') && this.app.workspace()?.commands.find((c) => c.command === name);
    const words = command && /\s/.test(this.text.value) ? [command.command, command.usage_hint, command.description && `– ${command.description}`].filter(Boolean).join(' ') : '';
    if (this.usage.textContent !== words) this.usage.textContent = words;
  }

  complete() {
    const found = document.activeElement === this.text && this.app.workspace() ? completions(this.text.value, this.text.selectionStart, this.app.workspace()) : null;
    if (!found?.rows.length) return this.hide();
    this.rows = found.rows;
    this.from = found.from;
    this.at = 0;
    replace(this.list, found.rows.map((row, i) => h('div', { role: 'option', id: uid('completion-row'), class: 'option', onmousedown: (e) => e.preventDefault(), onclick: () => this.take(i) },
      h('span', { class: 'option-text' }, row.title, row.usage ? h('span', { class: 'usage-hint' }, ` ${row.usage}`) : null), row.hint ? h('span', { class: 'option-description' }, row.hint) : null)));
    this.list.hidden = false;
    this.text.setAttribute('aria-expanded', 'true');
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((node, i) => {
      node.classList.toggle('active', i === this.at);
      node.setAttribute('aria-selected', String(i === this.at));
      if (i !== this.at) return;
      this.text.setAttribute('aria-activedescendant', node.id);
      node.scrollIntoView({ block: 'nearest' });
    });
  }

  hide() {
    this.rows = [];
    this.list.hidden = true;
    this.text.setAttribute('aria-expanded', 'false');
    this.text.removeAttribute('aria-activedescendant');
  }

  take(i) {
    const { insert } = this.rows[i];
    this.text.setRangeText(insert, this.from, this.text.selectionStart, 'end');
    this.hide();
    this.changed();
    this.focus();
  }

  key(event) {
    if (event.isComposing) return;
    if (this.rows.length && this.completionKey(event)) return void event.preventDefault();
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === 'ArrowUp' && this.text.value === '') {
      event.preventDefault();
      this.app.editLast();
    } else if ((event.key === 'PageUp' || event.key === 'PageDown') && this.text.value === '') {
      event.preventDefault();
      this.app.turnPage(event.key === 'PageUp' ? -1 : 1);
    }
  }

  /** Keys that belong to the open list; gives whether this was one. */
  completionKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.at = (this.at + step + this.rows.length) % this.rows.length;
      this.mark();
      return true;
    }
    if (event.key === 'Escape') {
      this.hide();
      return true;
    }
    const whole = this.rows[this.at]?.exact && event.key === 'Enter';
    if (whole || event.shiftKey || (event.key !== 'Enter' && event.key !== 'Tab')) return false;
    this.take(this.at);
    return true;
  }

  async send() {
    const text = this.text.value;
    if (text.trim() === '') return;
    const key = this.openKey;
    this.text.value = '';
    this.changed();
    this.form.setAttribute('aria-busy', 'true');
    const answer = await this.app.send(withMentions(text.trim(), this.app.workspace()), this.thread);
    this.form.setAttribute('aria-busy', 'false');
    if (answer.ok === false && this.openKey === key && this.text.value === '') {
      this.text.value = text;
      this.changed();
      this.hide();
    }
  }
}
