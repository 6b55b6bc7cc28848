package workspace_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"handslag/bot/workspace/browser"
)

// What a person does in the page, and sees there.
var (
	do     = browser.Do
	see    = browser.See
	click  = browser.Click
	focus  = browser.Focus
	shown  = browser.Shown
	typing = browser.Type
)

type step = browser.Step

// TestPageByKeyboard does a person's whole errand without a mouse.
func TestPageByKeyboard(t *testing.T) {
	ctx, complaints := browser.Open(t, 1280, 800)
	_, url := openWorkspace(t)
	do(t, ctx, chromedp.Navigate(url), see("document.activeElement.id === 'composer'"))

	t.Log("a command is completed by its first letters")
	do(t, ctx, typing("/c"), see("document.querySelector('#composer').getAttribute('aria-expanded') === 'true'"),
		typing(kb.Enter), see("document.querySelector('#composer').value === '/count '"), see("document.querySelector('#usage').innerText.includes('[unit]')"),
		typing(kb.Enter), shown("Only visible to you"), shown("256 of 225"), shown("torsdag 25 juni 2020"),
		see("document.querySelector('#messages svg[role=img]').getAttribute('aria-label').includes('Jan 144')"),
		see("document.querySelector('#messages').scrollTop > 0"), see("(m => m.scrollHeight - m.scrollTop - m.clientHeight < 5)(document.querySelector('#messages'))"))

	t.Log("a form says what is wrong at the field, keeps what was written, and gives focus back")
	do(t, ctx, typing("/ask", kb.Enter), see("document.querySelector('#modal').open && document.activeElement.tagName === 'INPUT'"),
		typing("7,5", kb.Enter), see("[...document.querySelectorAll('#modal .field-error')].some(e => e.innerText.includes('required'))"),
		see("document.activeElement.getAttribute('role') === 'combobox'"),
		typing(kb.ArrowDown), see("document.querySelectorAll('#modal [role=option]').length === 2"), typing(kb.ArrowDown, kb.ArrowDown, kb.Enter),
		see("document.activeElement.value === 'South'"), typing(kb.Enter),
		see("[...document.querySelectorAll('#modal .field-error')].some(e => e.innerText.includes('7.5, please'))"),
		see("document.activeElement.value === '7,5' && document.activeElement.getAttribute('aria-invalid') === 'true'"),
		typing(kb.Backspace, kb.Backspace, ".5", kb.Enter),
		see("!document.querySelector('#modal').open && document.activeElement.id === 'composer'"), shown("Saved 7.5 hours"))

	t.Log("Esc closes a form")
	do(t, ctx, typing("/ask", kb.Enter), see("document.querySelector('#modal').open"), typing(kb.Escape), see("!document.querySelector('#modal').open"))
	if got := complaints(); len(got) > 0 {
		t.Errorf("the console is not quiet: %q", got)
	}
}

// TestPageFillsEveryField fills in a field of each kind and looks at what the bot gets.
func TestPageFillsEveryField(t *testing.T) {
	ctx, complaints := browser.Open(t, 1280, 800)
	app, url := openWorkspace(t)
	in := func(block, selector string) string {
		return fmt.Sprintf("#modal [data-block-id=%q] %s", block, selector)
	}
	set := func(block, selector, value string) step {
		return chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.value = %q; e.dispatchEvent(new Event('change')) })()`, in(block, selector), value))
	}
	choose := func(block, words string) step {
		return chromedp.Steps(focus(in(block, "[role=combobox]")), typing(words), see("document.querySelectorAll('#modal [role=option]').length === 1"), typing(kb.Enter),
			see("!document.querySelector('#modal :popover-open')"))
	}
	do(t, ctx, chromedp.Navigate(url), see("document.activeElement.id === 'composer'"), typing("/fields", kb.Enter), see("document.activeElement.tagName === 'TEXTAREA' && document.querySelector('#modal').open"),
		typing("one"), chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierShift)), typing("two"),
		focus(in("number", "input")), typing("7,5"), set("date", "input", "2020-08-17"), set("time", "input", "08:30"),
		set("instant", "input[type=date]", "2020-08-17"), set("instant", "input[type=time]", "13:00"),
		click(in("boxes", ".option-row:nth-child(1) label")), click(in("boxes", ".option-row:nth-child(2) label")), click(in("radio", ".option-row:nth-child(2) label")),
		focus(in("several", "[role=combobox]")), typing("Be"), see("document.querySelectorAll('#modal [role=option]').length === 1"), typing(kb.Enter, kb.Escape), see("document.querySelector('#modal .chip').innerText.includes('Beta')"),
		choose("person", "Care"), choose("channel", "gen"), click(`//dialog[@id="modal"]//button[text()="Save"]`), see("!document.querySelector('#modal').open"))
	state := <-app.forms
	value := func(kind string) slack.BlockAction { return state.Values[kind][kind] }
	got := map[string]any{
		"text": value("text").Value, "number": value("number").Value, "date": value("date").SelectedDate, "time": value("time").SelectedTime,
		"instant": value("instant").SelectedDateTime, "boxes": len(value("boxes").SelectedOptions), "radio": value("radio").SelectedOption.Value,
		"several": value("several").SelectedOptions[0].Value, "person": value("person").SelectedUser, "channel": value("channel").SelectedChannel,
	}
	want := map[string]any{
		"text": "one\ntwo", "number": "7.5", "date": "2020-08-17", "time": "08:30",
		"instant": time.Date(2020, 8, 17, 11, 0, 0, 0, time.UTC).Unix(), "boxes": 2, "radio": "b",
		"several": "b", "person": "U0CARE00001", "channel": "C0GENERAL01",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what the bot gets (-want +got):\n%s", diff)
	}
	if got := complaints(); len(got) > 0 {
		t.Errorf("the console is not quiet: %q", got)
	}
}

// TestPageMarksWhatIsNew shows where something has been written: to oneself in another conversation, and to somebody else.
func TestPageMarksWhatIsNew(t *testing.T) {
	ctx, complaints := browser.Open(t, 1280, 800)
	app, url := openWorkspace(t)
	do(t, ctx, chromedp.Navigate(url+"/?in=C0GENERAL01"), see("document.querySelector('#title').innerText === '#general'"), click("#composer"), typing("/count", kb.Enter), shown("256 of 225"))
	for _, to := range []string{"U0PRESCHOOL", "U0CARE00001"} {
		if _, _, err := app.client.PostMessageContext(t.Context(), to, slack.MsgOptionText("For "+to, false)); err != nil {
			t.Fatal(err)
		}
	}
	do(t, ctx, see("document.querySelector('#conversations .is-unread').innerText.includes('Counter')"), see("document.querySelector('#people a[data-as=U0CARE00001] .unread')"),
		click("#people a[data-as=U0CARE00001]"), see("document.querySelector('#being').innerText.includes('Care Manager') && !document.querySelector('#people .unread')"))
	if got := complaints(); len(got) > 0 {
		t.Errorf("the console is not quiet: %q", got)
	}
}

// TestPageAsEachPerson goes from one person to the other, and back by the address.
func TestPageAsEachPerson(t *testing.T) {
	ctx, complaints := browser.Open(t, 1280, 800)
	_, url := openWorkspace(t)
	do(t, ctx, chromedp.Navigate(url), see("document.querySelector('#being').innerText.includes('Preschool Head')"))
	for id, name := range map[string]string{"U0CARE00001": "Care Manager", "U0PRESCHOOL": "Preschool Head"} {
		do(t, ctx, click(`#people a[data-as="`+id+`"]`), see(fmt.Sprintf("document.querySelector('#being').innerText.includes(%q)", name)),
			see("document.querySelector('#messages .empty')"), click("#composer"), typing("Hello from "+name, kb.Enter), shown("Hello from "+name),
			chromedp.Reload(), shown("Hello from "+name))
		address, err := chromedp.Run(ctx, chromedp.Location())
		if err != nil || !strings.Contains(address, "as="+id) {
			t.Errorf("the address %s does not say who one is (%v)", address, err)
		}
	}
	if got := complaints(); len(got) > 0 {
		t.Errorf("the console is not quiet: %q", got)
	}
}

// TestPageAround tries what stands around the conversation: text as typed, channels, Home, the clock, the traffic, notices, the notification text.
func TestPageAround(t *testing.T) {
	ctx, complaints := browser.Open(t, 1280, 800)
	_, url := openWorkspace(t)
	do(t, ctx, chromedp.Navigate(url+"/?in=C0GENERAL01"), see("document.querySelector('#title').innerText === '#general'"),
		click("#composer"), typing("<b>a & b</b> <!channel> *bold*", kb.Enter), shown("<b>a & b</b> <!channel> *bold*"),
		typing("/count", kb.Enter), shown("256 of 225"), typing("/nope", kb.Enter), see("document.querySelector('#notices').innerText.includes('/nope')"),
		see("document.querySelector('#composer').value === '/nope'"))

	t.Log("the notification text is shown on demand")
	do(t, ctx, click(".ephemeral .message-menu"), see("document.activeElement.getAttribute('role') === 'menuitem'"), typing(kb.Enter), shown("You have 2 of 4"))

	t.Log("the clock is moved, and the traffic stands in its panel")
	do(t, ctx, click("#clock"), click(`//div[@id="clock-panel"]//button[text()="Next Monday 08:00"]`),
		see("document.querySelector('#clock').innerText.includes('29 juni 2020 08:00')"), see("document.activeElement.id === 'clock'"),
		click("#traffic-toggle"), see("document.querySelector('.traffic-entry').innerText.includes('/count')"), typing("nothing like this"), see("!document.querySelector('.traffic-entry')"),
		typing(kb.Escape), see("document.querySelector('#traffic').hidden && document.activeElement.id === 'traffic-toggle'"))

	t.Log("Home has its own tab, reached by the arrow keys")
	do(t, ctx, click("#conversations a"), see("!document.querySelector('#tabs').hidden"), focus("#tab-messages"), typing(kb.ArrowRight, kb.Enter),
		see("document.querySelector('#home').innerText.includes('has not published a Home')"))
	if got := complaints(); len(got) > 0 {
		t.Errorf("the console is not quiet: %q", got)
	}
}

// TestPageOnAPhone looks for anything that sticks out of a window 360 pixels wide, and presses what is there.
func TestPageOnAPhone(t *testing.T) {
	ctx, complaints := browser.Open(t, 360, 740)
	_, url := openWorkspace(t)
	const wide = `[...document.querySelectorAll('body *')].filter(e => { const r = e.getBoundingClientRect();
		return r.width > 0 && r.right > innerWidth + 1 && getComputedStyle(e).visibility === 'visible' && !e.closest('.table-scroll, .visually-hidden') }).map(e => e.tagName + '.' + e.className)`
	fits := func(when string) {
		t.Helper()
		out, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](wide))
		if err != nil || len(out) > 0 {
			t.Errorf("%s sticks out: %q %v", when, out, err)
		}
	}
	do(t, ctx, chromedp.Navigate(url+"/?as=U0CARE00001"), click("#composer"), typing("/count", kb.Enter), shown("256 of 225"))
	fits("a message")
	do(t, ctx, click(`[data-action-id="press"]`), shown("You pressed the button"),
		click("#menu"), see("document.activeElement.closest('#sidebar')"))
	fits("the drawer")
	do(t, ctx, typing(kb.Escape), see("document.activeElement.id === 'menu'"), click("#composer"), typing("/ask", kb.Enter), see("document.querySelector('#modal').open"))
	fits("a form")
	if got := complaints(); len(got) > 0 {
		t.Errorf("the console is not quiet: %q", got)
	}
}
