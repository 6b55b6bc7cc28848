// What is known of the workspace by the person one is being.

/** People, channels and commands of one state, with the lookups that drawing needs. */
export class Workspace {
  constructor(state, where) {
    this.team = state.team;
    this.users = state.users;
    this.channels = state.channels;
    this.bot = state.bot;
    this.commands = state.commands ?? [];
    this.shortcuts = state.shortcuts ?? [];
    this.homeEnabled = state.home_enabled;
    this.mode = state.mode;
    this.where = where;
    const me = typeof state.me === 'string' ? state.me : state.me?.id;
    this.me = this.user(me);
    this.setClock(state.now);
  }

  user(id) {
    return this.users.find((u) => u.id === id);
  }

  channel(id) {
    return this.channels.find((c) => c.id === id);
  }

  /** People that one can be. */
  get people() {
    return this.users.filter((u) => !u.is_bot && !u.deleted);
  }

  get direct() {
    return this.channels.find((c) => c.is_im);
  }

  userName(id) {
    const user = this.user(id);
    if (id === this.bot.user_id) return this.bot.name;
    return user ? user.real_name || user.name : '';
  }

  conversationName(channel) {
    return channel.is_im ? this.userName(channel.user ?? this.bot.user_id) : channel.name;
  }

  /** Who wrote a message. */
  author(message) {
    const isBot = Boolean(message.bot_id) || message.user === this.bot.user_id;
    const user = isBot ? this.user(this.bot.user_id) : this.user(message.user);
    const name = message.username ?? (isBot ? this.bot.name : this.userName(message.user) || 'Somebody');
    return { isBot, name, initials: user?.initials || name.slice(0, 1).toUpperCase(), color: isBot ? undefined : user?.color };
  }

  /** The address of this page as someone, somewhere. */
  href(change) {
    const to = { ...this.where(), ...change };
    return `?${new URLSearchParams(Object.entries(to).filter(([, v]) => v))}`;
  }

  setClock(iso) {
    this.clockAt = Date.parse(iso) / 1000;
    this.readAt = performance.now();
  }

  /** The workspace's time in seconds. It ticks on from what was last heard. */
  now() {
    return this.clockAt + (performance.now() - this.readAt) / 1000;
  }

  get weekWord() {
    try {
      return new Intl.DisplayNames(this.me.locale, { type: 'dateTimeField' }).of('weekOfYear');
    } catch {
      return 'week';
    }
  }
}

/** A colour as CSS, from "9f69e7" or "#9f69e7"; the page's own where there is none, as for the bot. */
export function css(color) {
  return color ? `#${color.replace(/^#/, '')}` : 'var(--here)';
}
