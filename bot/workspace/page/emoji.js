// The shortcodes that bots commonly use. An unknown one stays as it was written, as Slack does.

const EMOJI = {
  '+1': '👍', '-1': '👎', thumbsup: '👍', thumbsdown: '👎', handshake: '🤝', wave: '👋', clap: '👏', pray: '🙏', raised_hands: '🙌', point_right: '👉',
  smile: '😄', slightly_smiling_face: '🙂', blush: '😊', grinning: '😀', wink: '😉', thinking_face: '🤔', sob: '😭', cry: '😢', heart: '❤️', sparkles: '✨', star: '⭐',
  tada: '🎉', rocket: '🚀', fire: '🔥', bulb: '💡', bell: '🔔', mega: '📣', eyes: '👀', zap: '⚡', hourglass: '⌛', hourglass_flowing_sand: '⏳',
  white_check_mark: '✅', heavy_check_mark: '✔️', ballot_box_with_check: '☑️', x: '❌', warning: '⚠️', no_entry: '⛔', no_entry_sign: '🚫', question: '❓', exclamation: '❗',
  information_source: 'ℹ️', lock: '🔒', unlock: '🔓', key: '🔑', mag: '🔍', link: '🔗', pushpin: '📌', round_pushpin: '📍', paperclip: '📎', pencil2: '✏️', pencil: '📝', memo: '📝',
  calendar: '📆', date: '📅', spiral_calendar_pad: '🗓️', clock1: '🕐', clock8: '🕗', alarm_clock: '⏰', stopwatch: '⏱️', chart_with_upwards_trend: '📈', chart_with_downwards_trend: '📉',
  bar_chart: '📊', clipboard: '📋', page_facing_up: '📄', file_folder: '📁', open_file_folder: '📂', card_index: '📇', inbox_tray: '📥', outbox_tray: '📤', email: '✉️', envelope: '✉️', phone: '☎️', telephone_receiver: '📞',
  speech_balloon: '💬', office: '🏢', school: '🏫', hospital: '🏥', house: '🏠', briefcase: '💼', mortar_board: '🎓', gear: '⚙️', wrench: '🔧', hammer: '🔨', package: '📦', gift: '🎁', trophy: '🏆', medal: '🏅',
  arrow_right: '➡️', arrow_left: '⬅️', arrow_up: '⬆️', arrow_down: '⬇️', arrows_counterclockwise: '🔄', leftwards_arrow_with_hook: '↩️', heavy_plus_sign: '➕', heavy_minus_sign: '➖',
  red_circle: '🔴', large_green_circle: '🟢', large_yellow_circle: '🟡', large_orange_circle: '🟠', large_blue_circle: '🔵', white_circle: '⚪', black_circle: '⚫', black_small_square: '▪️', small_blue_diamond: '🔹', small_orange_diamond: '🔸',
  one: '1️⃣', two: '2️⃣', three: '3️⃣', four: '4️⃣', five: '5️⃣', ok: '🆗', new: '🆕', sos: '🆘', busts_in_silhouette: '👥', bust_in_silhouette: '👤', robot_face: '🤖', coffee: '☕', sunny: '☀️', snowflake: '❄️', seedling: '🌱', evergreen_tree: '🌲',
  'flag-se': '🇸🇪', 'flag-gb': '🇬🇧', us: '🇺🇸', 'flag-us': '🇺🇸', 'flag-fi': '🇫🇮', 'flag-no': '🇳🇴', 'flag-dk': '🇩🇰',
};

/** The character of a shortcode's name, or undefined. */
export function emoji(name) {
  return Object.hasOwn(EMOJI, name) ? EMOJI[name] : undefined;
}

/** Puts characters where the shortcodes stand. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):(?::skin-tone-\d:)?/g, (whole, name) => emoji(name) ?? whole);
}
