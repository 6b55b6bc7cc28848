// Block Kit's ten kinds of select menu, on top of Select.

import { Select, filtering } from './select.js';

const option = (value, text) => ({ value, text: { type: 'plain_text', text } });

function people(workspace, filter = {}) {
  return workspace.users.filter((u) => !(filter.exclude_bot_users && u.is_bot)).map((u) => option(u.id, u.real_name || u.name));
}

function channels(workspace) {
  return workspace.channels.filter((c) => !c.is_im).map((c) => option(c.id, `#${c.name}`));
}

/** Where each kind finds its choices, and how its value is called in a payload. */
const KINDS = {
  static: { one: 'selected_option', many: 'selected_options', first: 'initial_option', firsts: 'initial_options', object: true },
  external: { one: 'selected_option', many: 'selected_options', first: 'initial_option', firsts: 'initial_options', object: true },
  users: { one: 'selected_user', many: 'selected_users', first: 'initial_user', firsts: 'initial_users', list: (w, e) => people(w, e.filter) },
  channels: { one: 'selected_channel', many: 'selected_channels', first: 'initial_channel', firsts: 'initial_channels', list: channels },
  conversations: { one: 'selected_conversation', many: 'selected_conversations', first: 'initial_conversation', firsts: 'initial_conversations', list: conversations },
};

function conversations(workspace, element) {
  const include = element.filter?.include ?? ['im', 'private', 'public'];
  const kept = workspace.channels.filter((c) => !c.is_im && include.includes(c.is_private ? 'private' : 'public')).map((c) => option(c.id, `#${c.name}`));
  return include.includes('im') ? [...kept, ...workspace.channels.filter((c) => c.is_im).map((c) => option(c.id, workspace.conversationName(c)))] : kept;
}

function staticGroups(element) {
  if (element.option_groups) return element.option_groups.map((g) => ({ label: g.label?.text, options: g.options }));
  return [{ options: element.options ?? [] }];
}

/** Asks the bot while one types, no sooner than min_query_length (3 where nothing is said). */
function asking(element, block, host) {
  const least = element.min_query_length ?? 3;
  let wait;
  return (query) => new Promise((settle) => {
    clearTimeout(wait);
    if (query.length < least) return settle(Object.assign([], { hint: `Type at least ${least} characters` }));
    wait = setTimeout(async () => {
      const answer = await host.suggest(block, element, query);
      const groups = answer.option_groups?.map((g) => ({ label: g.label?.text, options: g.options })) ?? [{ options: answer.options ?? [] }];
      settle(answer.ok === false ? Object.assign([], { hint: answer.error ?? 'No choices came' }) : groups);
    }, 200);
  });
}

function finder(kind, element, block, host) {
  if (kind === 'external') return asking(element, block, host);
  if (kind === 'static') return filtering(staticGroups(element));
  return filtering([{ options: KINDS[kind].list(host.workspace, element) }]);
}

/** The options of a value as the payload has it. */
function optionsOf(names, value, element, host) {
  if (names.object) return value;
  const known = names.list(host.workspace, element);
  return value.map((id) => known.find((o) => o.value === id) ?? option(id, id));
}

function initial(names, multi, element, host) {
  const given = multi ? element[names.firsts] : element[names.first];
  if (given) return multi ? given : [given];
  if (element.default_to_current_conversation && names === KINDS.conversations && host.channel) return [host.channel];
  return [];
}

/** A select menu of any kind. emit(fields) tells the form and, where the block acts at once, the bot. */
export function selectMenu(element, block, host, { id, label, emit, optional }) {
  const multi = element.type.startsWith('multi_');
  const kind = element.type.replace(/^multi_/, '').replace(/_select$/, '');
  const names = KINDS[kind];
  const field = multi ? names.many : names.one;
  const fields = (list) => ({ [field]: multi ? list : list[0] ?? null });
  const plain = (chosen) => (names.object ? chosen : chosen.map((o) => o.value));
  const kept = host.form.get(block, element)?.[field];
  const value = kept === undefined ? initial(names, multi, element, host) : [kept ?? []].flat();
  host.form.set(block, element, fields(value));
  return new Select({
    id, label: label ?? element.placeholder?.text, placeholder: element.placeholder?.text ?? 'Choose', multi, max: element.max_selected_items, clearable: optional || block.type !== 'input',
    find: finder(kind, element, block, host), chosen: optionsOf(names, value, element, host), onchange: (chosen) => emit(fields(plain(chosen))),
  });
}
