// The bot's Home tab.

import { h, replace } from './dom.js';
import { blockNodes } from './blocks.js';
import { Form } from './form.js';

export class Home {
  /** app: workspace(), act, suggest. */
  constructor(root, app) {
    Object.assign(this, { root, app, forms: new Map() });
  }

  form(view) {
    const { id } = this.app.workspace().me;
    if (!this.forms.has(id)) this.forms.set(id, new Form());
    this.forms.get(id).keep(view.blocks);
    return this.forms.get(id);
  }

  /** Shows what the bot has published for the person, or that it has not. */
  show(view) {
    const workspace = this.app.workspace();
    if (!view) return replace(this.root, h('div', { class: 'empty' }, h('p', {}, `${workspace.bot.name} has not published a Home for ${workspace.me.real_name || workspace.me.name} yet.`)));
    const form = this.form(view);
    const host = { workspace, form, act: (action) => this.app.act({ view_id: view.id, state: form.state(), action }),
      suggest: (block, element, value) => this.app.suggest({ view_id: view.id, block_id: block.block_id, action_id: element.action_id, value }) };
    const had = this.root.contains(document.activeElement);
    replace(this.root, h('div', { class: 'home-body', lang: workspace.me.locale }, blockNodes(view.blocks, host)));
    if (had) this.root.focus();
    return undefined;
  }
}
