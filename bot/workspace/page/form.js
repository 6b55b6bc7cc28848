// What a person has filled in, in the shape of Slack's state.values.

/** The values of one view or message. They outlive a redraw where block_id and action_id stay, as in Slack. */
export class Form {
  values = {};

  get(block, element) {
    const value = this.values[block.block_id]?.[element.action_id];
    return value?.type === element.type ? value : undefined;
  }

  set(block, element, fields) {
    this.values[block.block_id] ??= {};
    this.values[block.block_id][element.action_id] = { type: element.type, ...fields };
  }

  /** Forgets what has no element any more. */
  keep(blocks) {
    const kept = {};
    for (const [block, element] of elementsOf(blocks)) {
      const value = this.get(block, element);
      if (value) (kept[block.block_id] ??= {})[element.action_id] = value;
    }
    this.values = kept;
  }

  state() {
    return { values: this.values };
  }
}

/** Every element with an action, with the block it stands in. */
export function* elementsOf(blocks) {
  for (const block of blocks ?? []) {
    const elements = [block.element, block.accessory, ...(block.elements ?? [])];
    for (const element of elements) if (element?.action_id) yield [block, element];
    if (block.child_blocks) yield* elementsOf(block.child_blocks);
  }
}

const isEmpty = (v) => v === undefined || Object.entries(v).every(([name, x]) => name === 'type' || x === null || x === '' || (Array.isArray(x) && x.length === 0));

function textError(element, text) {
  const length = [...text].length;
  if (element.min_length && length < element.min_length) return `Write at least ${element.min_length} characters (now ${length}).`;
  if (element.max_length && length > element.max_length) return `Write at most ${element.max_length} characters (now ${length}).`;
  return '';
}

function numberError(element, text) {
  if (!/^-?[0-9]+(\.[0-9]+)?$/.test(text)) return 'Write a number.';
  if (!element.is_decimal_allowed && text.includes('.')) return 'Write a whole number.';
  if (element.min_value && Number(text) < Number(element.min_value)) return `Write ${element.min_value} or more.`;
  if (element.max_value && Number(text) > Number(element.max_value)) return `Write ${element.max_value} or less.`;
  return '';
}

const CHECKS = {
  plain_text_input: textError,
  number_input: numberError,
  email_text_input: (_, text) => (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) ? '' : 'Write an email address.'),
  url_text_input: (_, text) => (URL.canParse(text) ? '' : 'Write an address that starts with https://.'),
};

/** What Slack's own client refuses before anything is sent: {block_id: words}. */
export function problems(blocks, form) {
  const found = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    const value = form.get(block, block.element);
    if (isEmpty(value)) {
      if (!block.optional) found[block.block_id] = 'Please complete this required field.';
      continue;
    }
    const error = CHECKS[block.element.type]?.(block.element, value.value ?? '');
    if (error) found[block.block_id] = error;
  }
  return found;
}
