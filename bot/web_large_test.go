package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"handslag/bot/workspace"
)

// begins sends the head of a request and half of its body.
func (h *house) begins(head string) net.Conn {
	h.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(h.web.URL, "http://"))
	h.must(err)
	h.Cleanup(func() { c.Close() })
	h.must(c.SetDeadline(time.Now().Add(2 * time.Minute)))
	_, err = fmt.Fprintf(c, "POST /slack/commands HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\n%s\r\nhalf", formType, head)
	h.must(err)
	return c
}

func (h *house) status(c net.Conn) int {
	h.Helper()
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	h.must(err)
	h.must(resp.Body.Close())
	return resp.StatusCode
}

// TestLargeBodiesWaitForAPlace: whoever cannot sign holds so many large bodies open and no more, and what is small passes by.
func TestLargeBodiesWaitForAPlace(t *testing.T) {
	h := openHouse(t, options{http: true})
	size := fmt.Sprintf("Content-Length: %d\r\n", largeBody+1)
	stamped := func(at time.Time) string {
		stamp := strconv.FormatInt(at.Unix(), 10)
		return "X-Slack-Request-Timestamp: " + stamp + "\r\nX-Slack-Signature: " + workspace.Sign("another", stamp, nil) + "\r\n"
	}
	now := stamped(time.Now())
	for name, head := range map[string]string{"unstamped": size, "old": size + stamped(time.Now().Add(-time.Hour)), "unstamped, of unknown size": "Transfer-Encoding: chunked\r\n"} {
		if got := h.status(h.begins(head)); got != http.StatusUnauthorized {
			t.Errorf("%s: %d before the body has come", name, got)
		}
	}
	if len(h.bot.large) != 0 {
		t.Errorf("%d places are taken by what could not be Slack's", len(h.bot.large))
	}
	for range maxLarge {
		h.begins(size + now)
	}
	h.until("all places are taken", func() bool { return len(h.bot.large) == maxLarge })
	for name, head := range map[string]string{"one more": size + now, "one more of unknown size": "Transfer-Encoding: chunked\r\n" + now} {
		if got := h.status(h.begins(head)); got != http.StatusServiceUnavailable {
			t.Errorf("%s: %d", name, got)
		}
	}
	if got, answer := h.post(posting{path: "/slack/commands", body: command(head, "/plats", "boka praktik", "1.1.c"), kind: formType}); got != http.StatusOK {
		t.Errorf("a small one that is signed: %d %s", got, answer)
	}
}
