// Modals: a stack of up to three views in one dialog, the top one shown.

import { h, iconButton, replace, uid } from './dom.js';
import { blockNodes, showErrors } from './blocks.js';
import { elementsOf, Form, problems } from './form.js';
import { textWords } from './elements.js';

const FIELDS = 'input, textarea, select, [contenteditable]';

export class Modal {
  /** app: workspace(), act, suggest, submit(view, state) → answer, close(view, clear), focus() where focus goes when nothing else can have it. */
  constructor(app) {
    Object.assign(this, { app, forms: new Map(), stack: [], shown: null });
    this.titleId = uid('modal-title');
    this.dialog = h('dialog', { id: 'modal', class: 'modal', 'aria-labelledby': this.titleId });
    this.dialog.addEventListener('keydown', (e) => this.key(e));
    this.dialog.addEventListener('cancel', (e) => {
      if (e.target !== this.dialog) return;
      e.preventDefault();
      this.closeTop();
    });
    this.dialog.addEventListener('close', () => this.stack.length && this.closeAll());
    document.body.append(this.dialog);
  }

  key(event) {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (this.dialog.querySelector(':popover-open')) return;
    event.preventDefault();
    this.closeTop();
  }

  get top() {
    return this.stack.at(-1);
  }

  /** Shows the stack as it is now. */
  update(stack) {
    this.stack = stack ?? [];
    const open = new Set(this.stack.map((v) => v.id));
    for (const id of this.forms.keys()) if (!open.has(id)) this.forms.delete(id);
    if (!this.top) return this.leave();
    const version = JSON.stringify([this.stack.length, this.top]);
    if (version === this.version && this.dialog.open) return;
    const same = this.shown === this.top.id;
    this.version = version;
    this.shown = this.top.id;
    if (!this.dialog.open) this.enter();
    const focus = same ? this.focusPlace() : null;
    this.draw(this.top);
    if (!focus || !this.focusAgain(focus)) this.focusFirst(this.top);
  }

  enter() {
    this.before = document.activeElement;
    this.dialog.showModal();
  }

  leave() {
    this.version = null;
    this.shown = null;
    if (!this.dialog.open) return;
    this.dialog.close();
    replace(this.dialog);
    document.activeElement?.blur(); // closing gave the focus back but, in Chromium, not the caret: what one types would go nowhere
    if (this.before?.isConnected && this.before !== document.body) this.before.focus();
    else this.app.focus();
  }

  form(view) {
    if (!this.forms.has(view.id)) this.forms.set(view.id, new Form());
    return this.forms.get(view.id);
  }

  draw(view) {
    const form = this.form(view);
    form.keep(view.blocks);
    const host = { workspace: this.app.workspace(), form, act: (action) => this.app.act({ view_id: view.id, state: form.state(), action }),
      suggest: (block, element, value) => this.app.suggest({ view_id: view.id, block_id: block.block_id, action_id: element.action_id, value }) };
    const body = h('div', { class: 'modal-body', tabindex: '-1', lang: host.workspace.me.locale }, blockNodes(view.blocks, host));
    this.notice = h('p', { class: 'modal-notice', role: 'alert' });
    const pushed = this.stack.length > 1;
    this.submitButton = view.submit ? h('button', { type: 'submit', class: 'button primary' }, textWords(view.submit)) : null;
    this.formNode = h('form', { class: 'modal-form', novalidate: true, onsubmit: (e) => {
      e.preventDefault();
      this.submit(view);
    } }, h('div', { class: 'modal-head' }, pushed ? iconButton('back', 'Back', () => this.closeTop()) : null, h('h2', { id: this.titleId }, textWords(view.title)), iconButton('close', 'Close the form', () => this.closeAll())),
    this.notice, body, h('div', { class: 'modal-foot' }, h('button', { type: 'button', class: 'button', onclick: () => this.closeTop() }, textWords(view.close) || (this.submitButton ? 'Cancel' : 'Close')), this.submitButton));
    replace(this.dialog, this.formNode);
  }

  /** Where focus is, as block and place in it, to find again after a redraw. */
  focusPlace() {
    const block = document.activeElement?.closest?.('[data-block-id]');
    if (!block || !this.dialog.contains(block)) return null;
    return { block: block.dataset.blockId, index: [...block.querySelectorAll(`${FIELDS}, button, a`)].indexOf(document.activeElement), at: document.activeElement.selectionStart };
  }

  focusAgain({ block, index, at }) {
    const node = this.dialog.querySelectorAll(`[data-block-id="${CSS.escape(block)}"] :is(${FIELDS}, button, a)`)[index];
    if (!node) return false;
    node.focus();
    if (typeof at === 'number' && node.setSelectionRange) node.setSelectionRange(at, at);
    return true;
  }

  focusFirst(view) {
    const wanted = [...elementsOf(view.blocks)].find(([, e]) => e.focus_on_load);
    const block = wanted && this.dialog.querySelector(`[data-block-id="${CSS.escape(wanted[0].block_id)}"]`);
    const body = this.dialog.querySelector('.modal-body');
    (block?.querySelector(FIELDS) ?? body.querySelector(`.input :is(${FIELDS})`) ?? body).focus();
  }

  busy(on) {
    this.formNode.setAttribute('aria-busy', String(on));
    if (this.submitButton) {
      this.submitButton.disabled = on;
      this.submitButton.classList.toggle('loading', on);
    }
  }

  async submit(view) {
    if (this.formNode.getAttribute('aria-busy') === 'true') return;
    const form = this.form(view);
    this.notice.textContent = '';
    const wrong = problems(view.blocks, form);
    if (Object.keys(wrong).length) return this.showErrors(wrong);
    showErrors(this.dialog, {});
    const { formNode } = this;
    this.busy(true);
    const answer = await this.app.submit(view, form.state());
    if (formNode !== this.formNode) return;
    this.busy(false);
    if (answer.errors) this.showErrors(answer.errors);
    else if (answer.ok === false) this.say(answer.notice ?? answer.error ?? 'We had some trouble connecting. Try again?');
  }

  showErrors(errors) {
    const first = showErrors(this.dialog, errors);
    if (first) first.focus();
    else this.say(Object.values(errors).join(' '));
  }

  /** Says something inside the dialog: what is outside cannot be reached while it is open. */
  say(text) {
    this.notice.textContent = text;
  }

  isOpen() {
    return this.dialog.open;
  }

  closeTop() {
    if (this.top) this.app.close(this.top, false);
  }

  closeAll() {
    if (this.top) this.app.close(this.top, true);
  }
}
