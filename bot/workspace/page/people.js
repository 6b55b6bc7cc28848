// The people that one can be, and the conversations: the left side of the page.

import { h, icon, replace, roving } from './dom.js';
import { ask } from './menu.js';
import { css } from './workspace.js';
import * as dates from './dates.js';

/** A round mark with somebody's initials. */
export function avatar(who, extra = '') {
  return h('span', { class: `avatar ${extra}`, style: `--avatar: ${css(who.color)}`, 'aria-hidden': 'true' }, who.initials ?? '?');
}

/** "svenska", "English": a language by its own name. */
export function languageName(locale) {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(locale.split('-')[0]);
  } catch {
    return locale;
  }
}

function person(user, workspace, unread) {
  const current = user.id === workspace.me.id;
  return h('li', {}, h('a', { class: 'person', href: workspace.href({ as: user.id, in: null, tab: null }), 'data-as': user.id, 'aria-current': current ? 'true' : null, tabindex: current ? '0' : '-1' },
    avatar(user), h('span', { class: 'person-words' }, h('span', { class: 'person-name' }, user.real_name || user.name),
      h('span', { class: 'person-title' }, user.title ? `${user.title} · ` : '', user.is_stranger ? 'another workspace · ' : user.is_guest ? 'guest · ' : '', h('span', { lang: user.locale }, languageName(user.locale)), user.status ? ` · ${user.status}` : '')),
    unread.has(user.id) ? h('span', { class: 'unread' }, h('span', { class: 'visually-hidden' }, 'new messages')) : null));
}

/** Draws the people, with a mark at those who have got something since one was last them. */
export function drawPeople(root, workspace, unread) {
  const hadFocus = root.contains(document.activeElement);
  replace(root, workspace.people.map((u) => person(u, workspace, unread)));
  if (hadFocus) root.querySelector('[aria-current]')?.focus();
}

function conversation(channel, workspace, where, unread) {
  const current = channel.id === where.in;
  const name = workspace.conversationName(channel);
  const mark = channel.is_im ? avatar({ initials: name.slice(0, 1) }, 'small') : icon(channel.is_private ? 'lock' : 'hash');
  return h('li', {}, h('a', { class: `conversation${unread.has(channel.id) ? ' is-unread' : ''}`, href: workspace.href({ in: channel.id, tab: null }), 'data-in': channel.id,
    'aria-current': current ? 'page' : null, tabindex: current ? '0' : '-1', 'aria-label': `${channel.is_im ? 'Direct message with' : 'Channel'} ${name}${unread.has(channel.id) ? ', new messages' : ''}` },
  mark, h('span', { class: 'conversation-name' }, name), unread.has(channel.id) ? h('span', { class: 'unread' }) : null));
}

/** Draws the direct message with the bot and the channels. */
export function drawConversations(root, workspace, where, unread) {
  const hadFocus = root.contains(document.activeElement);
  const ims = workspace.channels.filter((c) => c.is_im);
  const rest = workspace.channels.filter((c) => !c.is_im);
  replace(root, [...ims, ...rest].map((c) => conversation(c, workspace, where, unread)));
  if (!root.querySelector('[tabindex="0"]')) root.querySelector('a')?.setAttribute('tabindex', '0');
  if (hadFocus) root.querySelector('[aria-current]')?.focus();
}

/** Arrow keys in both lists. */
export function listKeys(...lists) {
  for (const list of lists) roving(list, 'a');
}

const LOCALES = ['sv-SE', 'en-US', 'en-GB', 'fi-FI', 'de-DE'];
const ZONES = ['Europe/Stockholm', 'Europe/London', 'Europe/Helsinki', 'UTC', 'America/New_York', 'Asia/Tokyo'];

function chooser(label, values, current) {
  const select = h('select', { 'aria-label': label }, [...new Set([current, ...values])].filter(Boolean).map((v) => h('option', { value: v, selected: v === current }, v)));
  return [h('label', { class: 'setting' }, h('span', {}, label), select), select];
}

/** What is shown beside somebody's name, and until the end of which day. */
function statusRows(user) {
  const text = h('input', { type: 'text', value: user.status ?? '', maxlength: '100', placeholder: 'Semester' });
  const until = h('input', { type: 'date', value: user.status_until ? dates.wall(user.status_until, user.tz).date : '' });
  const read = () => ({ text: text.value.trim(), emoji: text.value.trim() ? ':speech_balloon:' : '', until: until.value ? new Date(dates.instant(until.value, '23:59', user.tz) * 1000).toISOString() : undefined });
  return [[h('label', { class: 'setting' }, h('span', {}, 'Status'), text), h('label', { class: 'setting' }, h('span', {}, 'until'), until)], read];
}

/** Asks for another language, time zone and status; gives {locale, tz, status} or null. */
export async function askLanguage(user) {
  const [languageRow, language] = chooser('Language', LOCALES, user.locale);
  for (const option of language.options) option.textContent = `${languageName(option.value)} (${option.value})`;
  const [zoneRow, zone] = chooser('Time zone', ZONES, user.tz);
  const [statuses, status] = statusRows(user);
  return ask({
    title: `${user.real_name || user.name}’s Slack`,
    body: [h('p', {}, 'The bot is told at once, as when somebody changes their preferences in Slack.'), languageRow, zoneRow, ...statuses],
    buttons: [{ label: 'Cancel', value: () => null }, { label: 'Save', style: 'primary', value: () => ({ locale: language.value, tz: zone.value, status: status() }) }],
  });
}
