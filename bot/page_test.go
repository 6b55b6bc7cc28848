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
		browser.Do(t, ctx, be(m.id), browser.Shown(m.head), browser.Shown(m.waits), browser.Click(fmt.Sprintf("//button[text()=%q]", m.button)),
			browser.See("document.querySelector('#modal').open"), browser.Focus(`#modal [data-block-id="supervisor"] input`), browser.Type(m.supervisor, kb.Enter),
			browser.See("!document.querySelector('#modal').open"), browser.See(fmt.Sprintf("!%s.innerText.includes(%q)", first, m.waits)),
			browser.Click("#composer"), browser.Type(m.claim, kb.Enter), says(m.after))
	}
	browser.Do(t, ctx, monday)
	for _, m := range managers {
		t.Log(m.id, "sees that last week's leads to the new one")
		browser.Do(t, ctx, be(m.id), says(m.older), browser.See("!"+first+".querySelector('button:not(.message-menu)')"))
	}
	if got := complaints(); len(got) > 0 {
		t.Errorf("the console is not quiet: %q", got)
	}
}
