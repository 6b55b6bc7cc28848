// The workspace's clock: shown as the acting person has it, and moved.

import { h, icon, place } from './dom.js';
import { post } from './api.js';
import * as dates from './dates.js';

const DAY = 86400;

/** The next day of the week (1 is Monday) at a wall time in the person's zone, in seconds. */
function nextWeekday(now, weekday, clock, tz) {
  const today = dates.wall(now, tz).date;
  const isToday = new Date(`${today}T00:00:00Z`).getUTCDay();
  let ahead = (weekday - isToday + 7) % 7;
  const on = (days) => dates.instant(new Date(Date.parse(`${today}T00:00:00Z`) + days * DAY * 1000).toISOString().slice(0, 10), clock, tz);
  if (on(ahead) <= now) ahead += 7;
  return on(ahead);
}

/** The clock's button and its panel. moved() is called with the new time when the workspace has taken it. */
export class Clock {
  constructor({ workspace, notice, moved }) {
    Object.assign(this, { workspace, notice, moved });
    this.face = h('time', { class: 'clock-face' });
    this.button = h('button', { type: 'button', class: 'clock', id: 'clock', 'aria-haspopup': 'dialog', 'aria-expanded': 'false', onclick: () => this.toggle() }, icon('clock'), this.face);
    this.panel = h('div', { class: 'panel', id: 'clock-panel', role: 'dialog', 'aria-label': 'Move the clock', popover: 'auto' });
    this.panel.addEventListener('toggle', (e) => {
      this.button.setAttribute('aria-expanded', String(e.newState === 'open'));
      if (e.newState === 'closed' && (this.panel.contains(document.activeElement) || document.activeElement === document.body)) this.button.focus();
    });
    document.body.append(this.panel);
    setInterval(() => this.draw(), 1000);
  }

  draw() {
    const w = this.workspace();
    if (!w) return;
    const words = dates.short(w.now(), w.me);
    if (this.face.textContent === words) return;
    this.face.textContent = words;
    this.face.lang = w.me.locale;
    this.face.dateTime = new Date(w.now() * 1000).toISOString();
    this.button.setAttribute('aria-label', `The workspace's clock: ${words}. Move it`);
    this.button.title = 'The workspace’s clock. Press to move it';
  }

  toggle() {
    if (this.panel.matches(':popover-open')) return this.panel.hidePopover();
    this.fill();
    this.panel.showPopover();
    place(this.panel, this.button, { alignEnd: true });
    this.panel.querySelector('button').focus();
  }

  fill() {
    const w = this.workspace();
    const wall = dates.wall(w.now(), w.me.tz);
    const date = h('input', { type: 'date', value: wall.date, 'aria-label': 'Date', required: true });
    const clock = h('input', { type: 'time', value: wall.clock, 'aria-label': 'Time of day', required: true });
    const jump = (label, at) => h('button', { type: 'button', class: 'button', onclick: () => this.move(at()) }, label);
    const later = (seconds) => () => w.now() + seconds;
    this.panel.replaceChildren(
      h('h2', {}, 'Move the clock'), h('p', { lang: w.me.locale }, `${dates.full(w.now(), w.me)} (${w.weekWord} ${dates.week(w.now(), w.me)}), ${w.me.tz}`),
      h('div', { class: 'jumps' }, jump('+1 hour', later(3600)), jump('+1 day', later(DAY)), jump('+1 week', later(7 * DAY)),
        jump('Next Monday 08:00', () => nextWeekday(w.now(), 1, '08:00', w.me.tz))),
      h('form', { class: 'set-clock', onsubmit: (e) => {
        e.preventDefault();
        this.move(dates.instant(date.value, clock.value, w.me.tz));
      } }, date, clock, h('button', { type: 'submit', class: 'button primary' }, 'Set the clock')));
  }

  async move(to) {
    const answer = await post('clock', { to: new Date(to * 1000).toISOString() });
    if (answer.ok === false) return this.notice(`The clock stays: ${answer.error ?? answer.notice ?? 'the workspace refused'}`);
    this.panel.hidePopover();
    if (answer.now) this.moved(answer.now);
  }
}
