// Menus and small dialogs: keyboard first, focus goes back to where it came from.

import { h, layerOf, place, roving, uid } from './dom.js';

/** Opens a menu at a button. An item is {label, hint, danger, run}; null draws a line. */
function openMenu(button, label, items) {
  const menu = h('div', { class: 'menu', role: 'menu', 'aria-label': label, popover: 'auto' });
  const choose = (item) => {
    menu.hidePopover();
    item.run();
  };
  for (const item of items) menu.append(item ? menuItem(item, choose) : h('hr', { role: 'separator' }));
  roving(menu, '[role=menuitem]');
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Tab') menu.hidePopover();
  });
  menu.addEventListener('toggle', (event) => {
    if (event.newState !== 'closed') return;
    button.setAttribute('aria-expanded', 'false');
    if (menu.contains(document.activeElement) || document.activeElement === document.body) button.focus();
    menu.remove();
  });
  layerOf(button).append(menu);
  menu.showPopover();
  place(menu, button, { alignEnd: true });
  button.setAttribute('aria-expanded', 'true');
  menu.querySelector('[role=menuitem]')?.focus();
}

function menuItem(item, choose) {
  return h('button', { type: 'button', role: 'menuitem', tabindex: '-1', class: item.danger ? 'danger' : null, onclick: () => choose(item) },
    h('span', { class: 'menu-label' }, item.label), item.hint ? h('span', { class: 'menu-hint' }, item.hint) : null);
}

/** A button that opens a menu; items is called when it opens. */
export function menuButton(attrs, label, items, ...content) {
  const button = h('button', { type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': label, title: label, ...attrs,
    onclick: () => openMenu(button, label, items()) }, ...content);
  return button;
}

/** Shows a small dialog and settles with what a button gave, or null when it was left. */
export function ask({ title, body, buttons, className = '' }) {
  const before = document.activeElement;
  const titleId = uid('dialog');
  return new Promise((settle) => {
    let answer = null;
    const close = (value) => {
      answer = value;
      dialog.close();
    };
    const dialog = h('dialog', { class: `small-dialog ${className}`, 'aria-labelledby': titleId },
      h('h2', { id: titleId }, title), h('div', { class: 'dialog-body' }, body),
      h('div', { class: 'dialog-buttons' }, buttons.map((b) =>
        h('button', { type: 'button', class: `button ${b.style ?? ''}`, autofocus: b.autofocus, onclick: () => close(b.value()) }, b.label))));
    dialog.addEventListener('keydown', (event) => event.stopPropagation());
    dialog.addEventListener('close', () => {
      dialog.remove();
      document.activeElement?.blur(); // the caret comes back with the focus only when the focus is set anew
      if (before?.isConnected) before.focus();
      settle(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A yes or a no. */
export async function confirm({ title, body, yes, no, danger }) {
  return (await ask({ title, body, buttons: [
    { label: no, value: () => false },
    { label: yes, style: danger ? 'danger' : 'primary', autofocus: true, value: () => true },
  ] })) === true;
}
