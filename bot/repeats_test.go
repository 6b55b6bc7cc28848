package main

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"handslag/bot/workspace"
	"handslag/store"
)

// counts gives how many requests /metrics tells of, by labels: `command="quota",door="slash",result="ok"`.
func (h *house) counts(labels string) (n int) {
	h.Helper()
	_, metrics := h.get("/metrics")
	for line := range strings.Lines(metrics) {
		if rest, is := strings.CutPrefix(line, "handslag_requests_total{"+labels+"} "); is {
			if _, err := fmt.Sscan(rest, &n); err != nil {
				h.Fatal(err)
			}
		}
	}
	return n
}

// TestAReplayThatOnlyReadsIsRefused sends what only reads once more by every door: no figure is told again, and it is counted as what it is.
func TestAReplayThatOnlyReadsIsRefused(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		h.wants(h.says(head, "/handslag kvot"), "Kullen")
		again := func(kind string) string {
			h.Helper()
			body, err := h.slack.Again(kind)
			h.must(err)
			h.settled()
			return body
		}
		if body := again("slash_commands"); !strings.Contains(body, "redan svarat") || strings.Contains(body, "Kullen") {
			t.Errorf("the replayed command was answered with %s", body)
		}
		told := len(h.textsOf(head))
		h.slack.Faults().Repeat("events_api", 1)
		h.says(head, "kvot")
		h.delivered("message.im", 2)
		h.settled()
		if said := h.textsOf(head); len(said) != told+1 {
			t.Errorf("the replayed message was answered: %q", said)
		}
		answered := func() int { return h.passed(func(e workspace.Entry) bool { return e.Kind == "response_url" }) }
		h.presses(head, h.says(head, "/handslag hjälp"), "quota")
		before := answered()
		if again("interactive"); answered() != before {
			t.Error("the replayed press was answered")
		}
		watch := h.slack.Watch(head)
		defer watch.Close()
		h.must(h.slack.OpenHome(head))
		_, err := watch.NextHome(h.ctx())
		h.must(err)
		again("events_api")
		for labels, want := range map[string]int{`command="quota",door="slash",result="ok"`: 1, `command="quota",door="slash",result="again"`: 1,
			`command="quota",door="message",result="ok"`: 1, `command="quota",door="message",result="again"`: 1,
			`command="",door="button",result="again"`: 1, `command="",door="event",result="again"`: 1} {
			if n := h.counts(labels); n != want {
				t.Errorf("%s: %d, want %d", labels, n, want)
			}
		}
	})
}

// TestAReplayOfTheVeryRequestIsRefused sends the same bytes with the same signature: also what would open a form.
func TestAReplayOfTheVeryRequestIsRefused(t *testing.T) {
	h := openHouse(t, options{http: true})
	h.says(head, "/handslag kvot")
	shortcut := url.Values{"payload": {`{"type":"message_action","trigger_id":"menu","response_url":"http://127.0.0.1:1/gone","user":{"id":"` + head + `"},"message":{"text":"kvot"}}`}}.Encode()
	for name, p := range map[string]posting{
		"read":     {path: "/slack/commands", body: command(head, "/kvot", "", "read"), kind: formType},
		"form":     {path: "/slack/commands", body: command(head, "/plats", "boka", "form"), kind: formType},
		"shortcut": {path: "/slack/interactions", body: shortcut, kind: formType},
	} {
		_, first := h.post(p)
		opened := h.calls("views.open")
		status, second := h.post(p)
		if status != 200 || strings.Contains(second, "Kullen") || name == "read" && (!strings.Contains(first, "Kullen") || !strings.Contains(second, "redan svarat")) {
			t.Errorf("%s: answered with %s, then %d %s", name, first, status, second)
		}
		h.settled()
		if n := h.calls("views.open"); n != opened {
			t.Errorf("%s: the form was opened once more", name)
		}
	}
	for labels, want := range map[string]int{`command="quota",door="slash",result="again"`: 1, `command="claim",door="slash",result="again"`: 1,
		`command="quota",door="message",result="again"`: 1} {
		if n := h.counts(labels); n != want {
			t.Errorf("%s: %d, want %d", labels, n, want)
		}
	}
}

// TestWhatFailedIsDoneWhenItComesAgain: a fault is no answer to a request that Slack sends again.
func TestWhatFailedIsDoneWhenItComesAgain(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		h.slack.Faults().Add(workspace.Fault{Method: "users.info", Error: "internal_error"})
		h.wants(h.says(head, "/handslag kvot"), "Inget har ändrats")
		h.slack.Faults().Clear()
		body, err := h.slack.Again("slash_commands")
		h.must(err)
		if !strings.Contains(body, "Kullen") {
			t.Errorf("answered with %s", body)
		}
	})
}

func TestRepeatsAreRememberedForAWhileAndNotWithoutEnd(t *testing.T) {
	var r repeats
	at := time.Now()
	came := func(id string, after time.Duration, want bool) {
		t.Helper()
		if got := r.cameAt(id, at.Add(after)); got != want {
			t.Errorf("%s after %v: %t", id, after, got)
		}
	}
	came("a", 0, false)
	came("a", rememberFor-1, true)
	came("b", rememberFor-1, false)
	came("c", rememberFor, false)
	came("b", 2*rememberFor-2, true)
	r.forget("b")
	came("b", 2*rememberFor-1, false)
	came("b", 5*rememberFor, false) // long after
	for i := range 3 * rememberMost {
		r.cameAt(fmt.Sprint(i), at.Add(5*rememberFor))
	}
	came(fmt.Sprint(3*rememberMost-1), 5*rememberFor, true)
	came(fmt.Sprint(2*rememberMost), 5*rememberFor, true)
	came("0", 5*rememberFor, false)
	if n := len(r.now) + len(r.before); n > 2*rememberMost {
		t.Errorf("%d are remembered", n)
	}
}

// TestAnAnswerAboutWhoIsRestrictedIsNotToldAgain: what is remembered of an answer says nothing of the trainee any more, and a replay gets none of it.
func TestAnAnswerAboutWhoIsRestrictedIsNotToldAgain(t *testing.T) {
	h := openHouse(t, options{})
	h.take("slots", "slot,programme,unit,type,created\n7,60-uppdraget,FSK-1-1,praktik,2020-01-07\n")
	h.take("trainees", "reference,slot,start,end,result,outcome\nD-2020-0143,7,2020-01-08,,,\n")
	h.wants(h.says(head, "/praktikant avsluta D-2020-0143 fullföljd 24 juni"), "D-2020-0143")
	for _, want := range []string{"D-2020-0143", "redan svarat"} {
		body, err := h.slack.Again("slash_commands")
		h.must(err)
		if !strings.Contains(body, want) || want != "D-2020-0143" && strings.Contains(body, "D-2020-0143") {
			t.Errorf("answered with %s", body)
		}
		h.must(h.bot.store.Write(h.ctx(), func(tx *store.Tx) error {
			_, err := tx.Restrict("D-2020-0143", want == "D-2020-0143")
			return err
		}))
	}
}

// TestAnothersButtonIsRefused takes the press of one manager's button and sends it as another's, who manages something else: they are told that the
// unit is not theirs, nothing is done, and it is counted.
func TestAnothersButtonIsRefused(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		h.presses(head, h.says(head, "vi kan ta en praktikant från v 34"), "claim")
		h.says(care, "/quota")
		press := 0
		for _, e := range h.slack.Traffic(0) {
			if e.Pressed {
				press = e.Seq
			}
		}
		watch := h.slack.Watch(care)
		defer watch.Close()
		_, err := h.slack.AgainAs(press, care)
		h.must(err)
		h.wants(h.next(watch), "Kullen", "isn't your unit")
		if n := h.created("FSK-1-1") + h.created("OMS-1-1"); n != 1 {
			t.Errorf("%d slots, want the one", n)
		}
		if n := h.counts(`command="claim",door="button",result="refused"`); n != 1 {
			t.Errorf("counted %d times", n)
		}
		if _, err := h.slack.AgainAs(press+1000, care); err == nil {
			t.Error("an entry that is not there was sent again")
		}
	})
}
