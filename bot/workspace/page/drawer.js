// The sidebar on a narrow window: a drawer over the conversation.

import { iconButton } from './dom.js';

export class Drawer {
  constructor({ sidebar, main, backdrop }) {
    Object.assign(this, { sidebar, main, backdrop });
    this.button = iconButton('menu', 'People and conversations', () => this.show(true), { id: 'menu', 'aria-expanded': 'false', 'aria-controls': sidebar.id });
    backdrop.addEventListener('click', () => this.leave());
    sidebar.addEventListener('keydown', (e) => e.key === 'Escape' && this.isOpen() && this.leave());
  }

  isOpen() {
    return !this.backdrop.hidden;
  }

  /** Opens or closes it. While it is open the rest of the page cannot be reached. */
  show(open) {
    document.body.classList.toggle('drawer-open', open);
    this.backdrop.hidden = !open;
    this.main.inert = open;
    this.button.setAttribute('aria-expanded', String(open));
    if (open) this.sidebar.querySelector('a[aria-current], a')?.focus();
  }

  leave() {
    this.show(false);
    this.button.focus();
  }
}
