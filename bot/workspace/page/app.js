// The page's wiring: who one is, where one is, and what happens there.

import { h, icon, iconButton, replace, roving } from './dom.js';
import { follow, get, post } from './api.js';
import { Clock } from './clock.js';
import { Composer } from './composer.js';
import { Drawer } from './drawer.js';
import { Home } from './home.js';
import { confirm, menuButton } from './menu.js';
import { Messages } from './messages.js';
import { Modal } from './modal.js';
import { askLanguage, avatar, drawConversations, drawPeople, languageName, listKeys } from './people.js';
import { Traffic } from './traffic.js';
import { Workspace } from './workspace.js';

const $ = (id) => document.getElementById(id);

let workspace = null;
let where = readWhere();
let unfollow = () => {};
const unreadIn = new Set();
const unreadBy = new Set();

function readWhere() {
  const query = new URLSearchParams(location.search);
  return { as: query.get('as'), in: query.get('in'), tab: query.get('tab') };
}

const me = () => workspace.me.id;
const as = (body) => ({ user: me(), ...body });

/** Posts, and says what was refused in the place where the person looks. */
async function doing(path, body) {
  const answer = await post(path, as(body));
  if (answer.ok === false && !answer.errors) notice(answer.notice ?? answer.error ?? 'That did not work.');
  traffic.soon();
  return answer;
}

function notice(text) {
  if (modal.isOpen()) modal.say(text);
  const node = h('p', { class: 'notice' }, h('span', {}, text), iconButton('close', 'Dismiss', () => {
    node.remove();
    composer.focus();
  }));
  $('notices').append(node);
  while ($('notices').childElementCount > 3) $('notices').firstElementChild.remove();
}

const app = {
  workspace: () => workspace,
  act: (body) => doing('act', body),
  suggest: (body) => post('suggest', as(body)),
  shortcut: (body) => doing('shortcut', body),
  edit: (body) => doing('edit', body),
  async remove(body) {
    if (await confirm({ title: 'Delete message', body: 'Delete this message? This cannot be undone.', yes: 'Delete', no: 'Cancel', danger: true })) doing('delete', body);
  },
  reply: (message) => composer.inThread(message, workspace.author(message).name),
  write: (text) => composer.write(text),
  editLast: () => messages.editLast(),
  turnPage: (way) => $('messages').scrollBy({ top: way * $('messages').clientHeight * 0.85 }),
  send(text, thread) {
    replace($('notices'));
    return doing('send', { channel: where.in, text, thread_ts: thread ? thread.thread_ts || thread.ts : undefined });
  },
  async submit(view, state) {
    const answer = await post('submit', as({ view_id: view.id, state }));
    traffic.soon();
    if (answer.ok !== false) await readStack();
    return answer;
  },
  async close(view, clear) {
    await doing('close', { view_id: view.id, clear });
    await readStack();
  },
  focus: () => composer.focus(),
};

const messages = new Messages($('messages'), app);
const composer = new Composer($('foot'), app);
const home = new Home($('home'), app);
let homesTold = 0;

/** What is fetched is older than what is told meanwhile. */
async function showHome() {
  const before = homesTold;
  const { view } = await get('home', { user: me() });
  if (homesTold === before) home.show(view);
}
const modal = new Modal(app);
const clock = new Clock({ workspace: () => workspace, notice, moved: (now) => {
  workspace.setClock(now);
  clock.draw();
} });
const trafficButton = h('button', { type: 'button', class: 'tool', id: 'traffic-toggle', 'aria-expanded': 'false', 'aria-controls': 'traffic', 'aria-label': 'Traffic between the bot and Slack', title: 'What the bot and Slack say to each other' },
  icon('traffic'), h('span', { class: 'tool-words' }, 'Traffic'), h('span', { class: 'badge' }));
const traffic = new Traffic({ root: $('traffic'), toggle: trafficButton, workspace: () => workspace, seen: seenTraffic });

let stacksHeard = 0;
let wasDown = false; // what happens is not followed

/** Reads the open forms, for where the stream is slower than the answer. What the stream says meanwhile is newer and stands. */
async function readStack() {
  const [user, heard] = [me(), stacksHeard];
  const state = await get('state', { user });
  if (state.views && user === me() && heard === stacksHeard) modal.update(state.views);
}

/** What the bot has written to others marks them in the list of people. */
function seenTraffic(entries, first) {
  if (first || !workspace) return;
  for (const e of entries) {
    const to = e.ok && /^chat\.(postMessage|postEphemeral)$/.test(e.method ?? '') && /"(?:channel|user)": "([UD][A-Z0-9]+)"/.exec(e.request)?.[1];
    const person = to && workspace.people.find((u) => u.id.slice(1) === to.slice(1));
    if (person && person.id !== me()) unreadBy.add(person.id);
  }
  drawPeople($('people'), workspace, unreadBy);
}

/** Becomes the person and goes to the place that the address names. */
async function enter() {
  const state = await get('state', { user: where.as ?? undefined });
  if (!state.users) {
    if (where.as) {
      where = { as: null, in: null, tab: null };
      return enter();
    }
    $('offline').hidden = false;
    return setTimeout(enter, 2000);
  }
  const changed = !workspace || workspace.me.id !== (state.me.id ?? state.me);
  workspace = new Workspace(state, () => where);
  where.as = me();
  settleWhere();
  history.replaceState(null, '', workspace.href({}));
  unreadBy.delete(me());
  if (changed) {
    unreadIn.clear();
    replace($('notices'));
    unfollow();
    wasDown = true; // what happens before it is followed is read when it is
    unfollow = follow(me(), { on: happened, up: connected });
  }
  modal.update(state.views);
  await traffic.read(); // what was said before is no news
  await showPlace();
  return undefined;
}

/** Where the address names nothing that the person sees, they are in their direct message with the bot. */
function settleWhere() {
  if (!workspace.channel(where.in)) where.in = (workspace.direct ?? workspace.channels[0])?.id;
  if (!isDirect()) where.tab = null;
}

const isDirect = () => Boolean(workspace.channel(where.in)?.is_im);

/** Draws everything about where one is. */
async function showPlace() {
  const channel = workspace.channel(where.in);
  unreadIn.delete(channel.id);
  drawFrame(channel);
  const atHome = where.tab === 'home' && workspace.homeEnabled;
  $('messages').hidden = atHome;
  $('home').hidden = !atHome;
  $('foot').hidden = atHome;
  if (isDirect()) post('opened', as({ tab: atHome ? 'home' : 'messages' })).then(() => traffic.soon());
  if (atHome) return showHome();
  composer.open(`${me()} ${channel.id}`, channel.is_im ? workspace.conversationName(channel) : `#${channel.name}`, channel.can_write !== false);
  return readMessages(channel);
}

let messagesHeard = 0;

/** Reads the messages of a conversation; again where some changed meanwhile. */
async function readMessages(channel) {
  const [user, heard] = [me(), messagesHeard];
  const list = await get('messages', { user, channel: channel.id });
  if (user !== me() || channel.id !== where.in) return undefined;
  if (heard !== messagesHeard) return readMessages(channel);
  return messages.show(channel, Array.isArray(list) ? list : list.messages ?? []);
}

function drawFrame(channel) {
  const name = workspace.conversationName(channel);
  document.title = `${channel.is_im ? name : `#${name}`} · ${workspace.team.name}`;
  $('team').textContent = workspace.team.name;
  $('mode').textContent = { socket: 'Socket Mode', http: 'HTTP' }[workspace.mode] ?? '';
  replace($('title'), channel.is_im ? name : `#${name}`);
  const language = () => changeLanguage();
  replace($('being'), avatar(workspace.me, 'tiny'), h('span', {}, 'You are ', h('strong', {}, workspace.me.real_name || workspace.me.name), workspace.me.title ? `, ${workspace.me.title}` : ''),
    h('button', { type: 'button', class: 'language', id: 'language', 'aria-label': `Language ${languageName(workspace.me.locale)}, time zone ${workspace.me.tz}. Change`, onclick: language }, icon('globe'), h('span', { lang: workspace.me.locale }, languageName(workspace.me.locale))));
  $('tabs').hidden = !(channel.is_im && workspace.homeEnabled);
  for (const [id, on] of [['tab-messages', where.tab !== 'home'], ['tab-home', where.tab === 'home']]) {
    $(id).setAttribute('aria-selected', String(on));
    $(id).tabIndex = on ? 0 : -1;
  }
  drawConversations($('conversations'), workspace, where, unreadIn);
  drawPeople($('people'), workspace, unreadBy);
  $('shortcuts').hidden = !workspace.shortcuts.some((s) => s.type !== 'message');
  clock.draw();
}

async function changeLanguage() {
  const wanted = await askLanguage(workspace.me);
  if (wanted && (await doing('person', wanted)).ok !== false) await refresh();
  $('language').focus();
}

/** Reads the state and the place again. */
async function refresh() {
  const state = await get('state', { user: me() });
  if (!state.users) return;
  workspace = new Workspace(state, () => where);
  modal.update(state.views);
  settleWhere();
  drawFrame(workspace.channel(where.in));
  if (where.tab === 'home') await showHome();
  else await readMessages(workspace.channel(where.in));
}

const HAPPENINGS = {
  message: (e) => arrived(e),
  message_changed: (e) => e.channel === where.in && messages.put(e.message, e.channel),
  message_deleted: (e) => e.channel === where.in && messages.remove(e.ts),
  home: (e) => { homesTold++; if (where.tab === 'home') home.show(e.view); },
  view: (e) => {
    stacksHeard += 1;
    modal.update(e.stack);
  },
  notice: (e) => notice(e.text),
  clock: (e) => {
    workspace.setClock(e.now);
    clock.draw();
  },
  state: () => refresh(),
};

function arrived(e) {
  if (e.channel === where.in && where.tab !== 'home') return messages.put(e.message, e.channel);
  unreadIn.add(e.channel);
  return drawConversations($('conversations'), workspace, where, unreadIn);
}

function happened(e) {
  if (e.type.startsWith('message')) messagesHeard += 1;
  HAPPENINGS[e.type]?.(e);
  traffic.soon();
}

function connected(up) {
  $('offline').hidden = up;
  if (up && wasDown) refresh();
  wasDown = !up;
}

/** Goes somewhere, as somebody, with an address that can be kept. */
function go(change) {
  const next = { ...where, ...change };
  const other = next.as !== where.as;
  where = next;
  if (!other) settleWhere();
  history.pushState(null, '', workspace.href({}));
  drawer.show(false);
  return other ? enter() : showPlace();
}

const drawer = new Drawer({ sidebar: $('sidebar'), main: $('main'), backdrop: $('backdrop') });

function wire() {
  $('menu-place').append(drawer.button);
  const shortcuts = menuButton({ class: 'tool', id: 'shortcuts' }, 'Shortcuts', () => workspace.shortcuts.filter((s) => s.type !== 'message').map((s) => ({ label: s.name, hint: s.description, run: () => app.shortcut({ callback_id: s.callback_id }) })),
    icon('bolt'), h('span', { class: 'tool-words' }, 'Shortcuts'));
  $('tools').append(shortcuts, clock.button, trafficButton);
  listKeys($('people'), $('conversations'));
  roving($('tabs'), '[role=tab]');
  $('tab-messages').addEventListener('click', () => go({ tab: null }));
  $('tab-home').addEventListener('click', () => go({ tab: 'home' }));
  document.addEventListener('click', (e) => {
    const a = e.target.closest?.('a[data-as], a[data-in]');
    if (!a || e.metaKey || e.ctrlKey || e.shiftKey || e.button) return;
    e.preventDefault();
    go(a.dataset.as ? { as: a.dataset.as, in: workspace.channel(where.in)?.is_im ? null : where.in, tab: null } : { in: a.dataset.in, tab: null });
  });
  addEventListener('pagehide', () => unfollow()); // a browser that keeps the page keeps its stream too, and has six connections
  addEventListener('pageshow', (e) => e.persisted && location.reload());
  addEventListener('popstate', () => {
    where = readWhere();
    enter();
  });
}

wire();
enter().then(() => matchMedia('(min-width: 761px)').matches && !modal.isOpen() && composer.focus());
