package main

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"golang.org/x/time/rate"

	"handslag/bot/workspace/browser"
)

// TestTheReminderInThePage has two managers, each in their language and with a window as wide as a phone, move the clock to Monday 08:00, read the
// reminder, do what it says, and see it say so; the next Monday it leads to the new one.
func TestTheReminderInThePage(t *testing.T) {
	bare(t)
	t.Setenv("HANDSLAG_NOW", "2020-06-11T09:00:00+02:00") // a Thursday, with two Mondays before the summer
	usual := usualTempo
	usualTempo = tempo{rate.Inf, rate.Inf, rate.Inf, rate.Inf, usual.backoff, usual.hold}
	defer func() { usualTempo = usual }()
	ctx, complaints := browser.Open(t, 390, 844)
	house, stop := visit(t, "demo")
	defer stop()
	monday := chromedp.Steps(browser.Click("#clock"), browser.Click(`//div[@id="clock-panel"]//button[text()="Next Monday 08:00"]`))
	be := func(who string) browser.Step {
		return chromedp.Steps(chromedp.Navigate(house.url+"/?as="+who), browser.See("document.querySelector('#composer')"))
	}
	const first = "document.querySelector('#messages .from-bot')"
	says := func(words string) browser.Step {
		return browser.See(fmt.Sprintf("%s.innerText.includes(%q)", first, words))
	}
	managers := []struct{ id, head, waits, button, supervisor, claim, after, older string }{
		{"U0PRESCHOOL", "Hej! Hos Förskolan Trollet", "Plats #74 ledig sedan 21 sept 2019", "Logga #74", "Biträdande rektor", "/plats boka praktik",
			"ledig sedan 15 juni", "Den nya finns längre ned"},
		{"U0CAREMGR01", "Hello! At Sandrinoparken", "Slot #82 vacant since 29 Oct 2019", "Log #82", "Head nurse", "/slot claim work training",
			"vacant since 15 June", "The new one is further down"},
	}
	browser.Do(t, ctx, be(managers[0].id), monday)
	for _, m := range managers {
		t.Log(m.id, "reads the reminder, does what it says and sees it change")
		browser.Do(t, ctx, be(m.id), browser.Shown(m.head), browser.Shown(m.waits), press(m.button),
			browser.See("document.querySelector('#modal').open"), browser.Focus(`#modal [data-block-id="supervisor"] input`), browser.Type(m.supervisor, kb.Enter),
			browser.See("!document.querySelector('#modal').open"), browser.See(fmt.Sprintf("!%s.innerText.includes(%q)", first, m.waits)),
			browser.Click("#composer"), browser.Type(m.claim, kb.Enter), says(m.after))
	}
	browser.Do(t, ctx, monday)
	for _, m := range managers {
		t.Log(m.id, "sees that last week's leads to the new one")
		browser.Do(t, ctx, be(m.id), says(m.older), browser.See("!"+first+".querySelector('button:not(.message-menu)')"))
	}
	t.Log("HR changes when they go out, asks for a sample and who would get what, and stops them")
	browser.Do(t, ctx, be("U0HRPERSON1"), browser.Shown("Påminnelserna vecka 26"), hrInThePage([]string{"/handslag påminnelser", "mån 29 juni (v. 27) kl. 08:00", "mån 24 aug (v. 35) kl. 08:00", "Prov till mig",
		"Ett prov", "Vem får vad", "Rektor Trollet: har redan fått veckans", "Ändra", "En tid mellan 07:00 och 17:59", "tis 30 juni (v. 27) kl. 09:30", "Stoppa utskicket",
		"påminnelserna för vecka 27", "Ja, gör det", "Stoppat"}),
		browser.Type("/handslag språk engelska", kb.Enter), browser.Shown("in English"),
		hrInThePage([]string{"/handslag reminders", "week 27: none", "Tue 1 Sept (week 36) at 09:30", "A sample to me",
			"A sample", "Who gets what", "Care Manager: has had this week's", "Change", "A time between 07:00 and 17:59", "Tue 4 Aug (week 32) at 09:30", "Stop the sending",
			"the reminders of week 32", "Yes, do it", "Stopped"}))
	if got := complaints(); len(got) > 0 {
		t.Errorf("the console is not quiet: %q", got)
	}
}

// press presses the last of the messages' buttons with a name. Messages that come meanwhile move it: no mouse aims at it.
func press(name string) browser.Step {
	last := fmt.Sprintf("[...document.querySelectorAll('#messages button')].filter(b => b.innerText === %q).at(-1)", name)
	return chromedp.Steps(browser.See(last), chromedp.Evaluate[chromedp.Void](last+".click()"))
}

// hrInThePage says, presses and sees in turn: the command, the first and the last send time, a sample, who gets what, the form, what is wrong in it, the
// first send time as it becomes, and a stop.
func hrInThePage(w []string) browser.Step {
	fill := func(field, value string) browser.Step {
		return chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(() => { const e = document.querySelector('#modal [data-block-id="%s"] input'); e.value = %q; e.dispatchEvent(new Event('input')); e.dispatchEvent(new Event('change')) })()`, field, value))
	}
	return chromedp.Steps(browser.Click("#composer"), browser.Type(w[0], kb.Enter), browser.Shown(w[1]), browser.Shown(w[2]), press(w[3]), browser.Shown(w[4]),
		press(w[5]), browser.Shown(w[6]), press(w[7]), browser.See("document.querySelector('#modal').open"), fill("clock", "6"),
		browser.Click("#modal .button.primary"), browser.See(fmt.Sprintf("document.querySelector('#modal').innerText.includes(%q)", w[8])),
		fill("clock", "9.30"), browser.Focus(`#modal [data-block-id="weekday"] [role=combobox]`), browser.Type("ti"), browser.Type(kb.Enter),
		browser.Click("#modal .button.primary"), browser.Shown(w[9]), press(w[10]), browser.Shown(w[11]), press(w[12]), browser.Shown(w[13]), browser.Click("#composer"))
}
