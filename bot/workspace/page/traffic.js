// The log of what the bot and the workspace say to each other.

import { h, replace } from './dom.js';
import { get, post } from './api.js';
import * as dates from './dates.js';

const KEPT = 500;

function body(label, text) {
  if (!text) return null;
  return h('div', { class: 'traffic-body' }, h('h4', {}, label), h('pre', { tabindex: '0' }, text));
}

/** Sends what went to the bot once more, as it was, or a press as if I had pressed it. */
function again(e, me) {
  if (!e.again) return null;
  const said = h('span', { class: 'traffic-said', role: 'status' });
  const send = (as) => async () => {
    const answer = await post('again', { user: me.id, seq: e.seq, as });
    said.textContent = answer.ok ? 'Sent: see the newest entry.' : answer.error;
  };
  return h('p', { class: 'traffic-again' }, h('button', { type: 'button', class: 'button small', onclick: send('') }, 'Send it again'),
    e.pressed ? h('button', { type: 'button', class: 'button small', onclick: send(me.id) }, `Press it as ${me.real_name || me.name}`) : null, said);
}

const nameOf = (e) => e.method || e.kind || 'request';
const refused = (e) => e.ok === false || Boolean(e.error);

function entryNode(e, workspace) {
  const toBot = e.direction === 'out';
  return h('details', { class: `traffic-entry${refused(e) ? ' refused' : ''}`, 'data-seq': e.seq }, h('summary', {},
    h('span', { class: 'traffic-way', title: toBot ? 'Slack to the bot' : 'the bot to Slack' }, toBot ? '→ bot' : 'bot →'),
    h('span', { class: 'traffic-name' }, nameOf(e)), h('span', { class: 'traffic-result' }, e.error || (e.status && e.status !== 200 ? e.status : 'ok')),
    h('span', { class: 'traffic-ms' }, `${Math.round(e.ms ?? 0)} ms`), e.rule ? h('span', { class: 'traffic-rule' }, e.rule) : null),
  h('p', { class: 'traffic-at' }, dates.full(Date.parse(e.at) / 1000, workspace.me)), again(e, workspace.me), body('Request', e.request), body('Response', e.response));
}

/** The panel. seen(entries) is called with what is new, also while the panel is closed. */
export class Traffic {
  constructor({ root, toggle, workspace, seen }) {
    Object.assign(this, { root, toggle, workspace, seen, last: 0, entries: [], refusedOnly: false, query: '' });
    this.list = h('div', { class: 'traffic-list', role: 'log', 'aria-live': 'off', 'aria-label': 'Requests, newest first' });
    this.filter = h('input', { type: 'search', placeholder: 'Filter: method, event, words…', 'aria-label': 'Filter the traffic', oninput: () => this.draw() });
    this.only = h('input', { type: 'checkbox', id: 'refused-only', onchange: () => this.draw() });
    this.count = h('span', { class: 'traffic-count', role: 'status' });
    this.close = h('button', { type: 'button', class: 'button small', onclick: () => this.show(false) }, 'Close');
    replace(root, h('div', { class: 'traffic-head' }, h('h2', {}, 'Traffic'), this.count, h('button', { type: 'button', class: 'button small', onclick: () => this.empty() }, 'Clear'), this.close),
      h('div', { class: 'traffic-filter' }, this.filter, h('label', { for: 'refused-only' }, this.only, ' refused only')), this.list);
    toggle.addEventListener('click', () => this.show(this.root.hidden));
    root.addEventListener('keydown', (e) => {
      if (e.key === 'Escape') this.show(false);
    });
    setInterval(() => !this.root.hidden && this.read(), 1500);
    setInterval(() => document.visibilityState === 'visible' && this.read(), 4000); // for the marks at others' names
  }

  show(open) {
    this.root.hidden = !open;
    document.body.classList.toggle('traffic-open', open);
    this.toggle.setAttribute('aria-expanded', String(open));
    if (open) {
      this.draw();
      this.read();
      this.filter.focus();
    } else this.toggle.focus();
  }

  empty() {
    this.entries = [];
    this.draw();
  }

  /** Reads what is new, soon: several causes close together make one reading. */
  soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.read(), 400);
  }

  async read() {
    if (this.reading) return;
    this.reading = true;
    const answer = await get('traffic', { after: this.last });
    this.reading = false;
    const fresh = (Array.isArray(answer) ? answer : answer.entries ?? []).filter((e) => e.seq > this.last);
    const first = !this.begun;
    this.begun = true;
    if (fresh.length === 0) return;
    this.last = fresh.at(-1).seq;
    this.entries = [...this.entries, ...fresh].slice(-KEPT);
    if (!this.root.hidden) this.draw();
    this.badge();
    this.seen(fresh, first);
  }

  badge() {
    const n = this.entries.filter(refused).length;
    this.toggle.querySelector('.badge').textContent = n ? String(n) : '';
    this.toggle.setAttribute('aria-label', `Traffic between the bot and Slack${n ? `, ${n} refused` : ''}`);
  }

  matches(e) {
    if (this.only.checked && !refused(e)) return false;
    const query = this.filter.value.trim().toLowerCase();
    return !query || [nameOf(e), e.error, e.rule, e.request, e.response].some((t) => t?.toLowerCase().includes(query));
  }

  draw() {
    const open = new Set([...this.list.querySelectorAll('details[open]')].map((d) => d.dataset.seq));
    const shown = this.entries.filter((e) => this.matches(e)).reverse();
    const had = document.activeElement?.closest?.('details')?.dataset.seq;
    replace(this.list, shown.map((e) => {
      const node = entryNode(e, this.workspace());
      node.open = open.has(String(e.seq));
      return node;
    }));
    if (shown.length === 0) this.list.append(h('p', { class: 'empty' }, this.entries.length ? 'Nothing matches.' : 'Nothing has been said yet. Write to the bot, and what goes to it and comes from it stands here.'));
    this.count.textContent = `${shown.length} of ${this.entries.length}`;
    this.badge();
    if (had) this.list.querySelector(`[data-seq="${had}"] summary`)?.focus();
  }
}
