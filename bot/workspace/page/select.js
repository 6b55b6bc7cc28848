// A select that one can type in: one choice or several, groups, descriptions, choices fetched while one types.

import { h, place, uid } from './dom.js';
import { withEmoji } from './emoji.js';

const words = (option) => withEmoji(option.text?.text ?? '');

/** Filters fixed groups by what is typed. */
export function filtering(groups) {
  return async (query) => {
    const wanted = query.trim().toLocaleLowerCase();
    return groups.map((g) => ({ ...g, options: g.options.filter((o) => words(o).toLocaleLowerCase().includes(wanted)) })).filter((g) => g.options.length > 0);
  };
}

/**
 * A combobox. find(query) gives groups [{label, options}]; chosen is the list of options; onchange gets the new list, and
 * false from it takes the change back.
 */
export class Select {
  constructor({ id, label, placeholder, find, chosen, multi, max, onchange, clearable, invalid }) {
    Object.assign(this, { find, chosen, multi, max, onchange, clearable });
    this.listId = uid('listbox');
    this.flat = [];
    this.at = -1;
    this.input = h('input', { id, type: 'text', role: 'combobox', class: 'select-input', autocomplete: 'off', spellcheck: 'false', 'aria-autocomplete': 'list', 'aria-expanded': 'false',
      'aria-controls': this.listId, 'aria-label': label, 'aria-invalid': invalid, placeholder,
      oninput: () => this.open(this.input.value), onclick: () => this.open(''), onfocus: () => this.input.setSelectionRange(0, this.input.value.length, 'backward'), // its beginning is seen
       onblur: () => this.leave(), onkeydown: (e) => this.key(e),
      onkeypress: (e) => this.took && e.preventDefault() });
    this.list = h('div', { id: this.listId, class: 'listbox', role: 'listbox', 'aria-label': label ?? 'Options', 'aria-multiselectable': multi ? 'true' : null, popover: 'manual' });
    this.chips = h('span', { class: 'chips' });
    this.clear = h('button', { type: 'button', class: 'select-clear', 'aria-label': `Clear ${label ?? 'the choice'}`, onclick: () => this.take([]) }, '×');
    this.node = h('span', { class: `select${multi ? ' select-multi' : ''}` }, this.chips, this.input, this.clear, this.list);
    this.describe = h('span', { class: 'select-description' });
    this.node.append(this.describe);
    this.draw();
  }

  draw() {
    this.clear.hidden = this.multi || !this.clearable || this.chosen.length === 0;
    this.describe.textContent = this.multi ? '' : this.chosen[0]?.description?.text ?? '';
    if (!this.multi) this.input.value = this.chosen[0] ? words(this.chosen[0]) : '';
    else this.input.value = '';
    this.chips.replaceChildren(...(this.multi ? this.chosen.map((o) => this.chip(o)) : []));
  }

  chip(option) {
    return h('span', { class: 'chip' }, words(option),
      h('button', { type: 'button', 'aria-label': `Remove ${words(option)}`, onclick: () => this.take(this.chosen.filter((o) => o.value !== option.value)) }, '×'));
  }

  async take(chosen) {
    const before = this.chosen;
    this.chosen = chosen;
    this.draw();
    if ((await this.onchange(chosen)) === false) {
      this.chosen = before;
      this.draw();
    }
  }

  async open(query) {
    const asked = (this.asked = Symbol('query'));
    const groups = await this.find(query);
    if (this.asked !== asked || !this.input.isConnected || document.activeElement !== this.input) return;
    this.flat = groups.flatMap((g) => g.options);
    this.at = query ? 0 : this.flat.findIndex((o) => this.has(o));
    this.list.replaceChildren(...groups.flatMap((g) => this.group(g)));
    if (this.flat.length === 0) this.list.append(h('p', { class: 'listbox-empty', role: 'status' }, groups.hint ?? 'No matches'));
    if (!this.list.matches(':popover-open')) this.list.showPopover();
    place(this.list, this.input.closest('.select'), { matchWidth: true });
    this.input.setAttribute('aria-expanded', 'true');
    this.mark();
  }

  has(option) {
    return this.chosen.some((o) => o.value === option.value);
  }

  group(g) {
    const rows = g.options.map((o) => h('div', { id: uid('option'), role: 'option', class: 'option', 'aria-selected': String(this.has(o)),
      onmousedown: (e) => e.preventDefault(), onclick: () => this.choose(o) },
    h('span', { class: 'option-text' }, words(o)), o.description ? h('span', { class: 'option-description' }, withEmoji(o.description.text)) : null));
    if (!g.label) return rows;
    return [h('div', { role: 'group', 'aria-label': g.label }, h('div', { class: 'option-group', 'aria-hidden': 'true' }, g.label), rows)];
  }

  mark() {
    const rows = [...this.list.querySelectorAll('[role=option]')];
    rows.forEach((row, i) => row.classList.toggle('active', i === this.at));
    const row = rows[this.at];
    if (row) {
      this.input.setAttribute('aria-activedescendant', row.id);
      row.scrollIntoView({ block: 'nearest' });
    } else this.input.removeAttribute('aria-activedescendant');
  }

  choose(option) {
    if (!this.multi) {
      this.close();
      this.take([option]);
      return;
    }
    const rest = this.chosen.filter((o) => o.value !== option.value);
    if (rest.length === this.chosen.length && this.max && this.chosen.length >= this.max) return;
    this.take(rest.length === this.chosen.length ? [...rest, option] : rest);
    this.open('');
  }

  isOpen() {
    return this.list.matches(':popover-open');
  }

  close() {
    this.asked = null;
    if (this.isOpen()) this.list.hidePopover();
    this.list.replaceChildren();
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }

  leave() {
    this.close();
    this.draw();
  }

  /** An Enter that chose something does not send the form as well, also where a program drives the browser. */
  key(event) {
    this.took = event.key === 'Enter' && this.isOpen();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!this.isOpen()) return void this.open('');
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.at = (this.at + step + this.flat.length) % Math.max(1, this.flat.length);
      this.mark();
    } else if (event.key === 'Enter' && this.isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      if (this.flat[this.at]) this.choose(this.flat[this.at]);
    } else if (event.key === 'Escape' && this.isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      this.leave();
    } else if (event.key === 'Backspace' && this.multi && this.input.value === '' && this.chosen.length > 0) {
      this.take(this.chosen.slice(0, -1));
    }
  }
}
