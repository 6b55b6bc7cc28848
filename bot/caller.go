package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// caller carries every call to Slack's Web API: it counts them, gives up in time, and holds back a method that Slack has asked to rest.
type caller struct {
	client  *http.Client
	slow    *http.Client // for files, which take as long as they take
	metrics *metrics
	mu      sync.Mutex
	rests   map[string]time.Time // by method, in real time
}

const (
	callTimeout = 10 * time.Second
	maxAnswer   = 16 << 20
)

func newCaller(m *metrics) *caller {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 32
	return &caller{client: &http.Client{Timeout: callTimeout, Transport: transport}, slow: &http.Client{Transport: transport}, metrics: m, rests: map[string]time.Time{}}
}

// Do makes a call. A method that Slack has limited is not called before it may be: the caller gets the same error that Slack would give.
func (c *caller) Do(r *http.Request) (*http.Response, error) {
	method := methodOf(r.URL.Path)
	if wait := c.rest(method); wait > 0 {
		return nil, &slack.RateLimitedError{RetryAfter: wait}
	}
	client := c.client
	if method == "upload" {
		client = c.slow
	}
	resp, err := client.Do(r)
	if err != nil {
		c.metrics.calls.WithLabelValues(method, "unreached").Inc()
		return nil, err
	}
	return resp, c.note(method, resp)
}

// methodOf names what is called; an upload's address is a secret, and no name.
func methodOf(address string) string {
	if path.Base(path.Dir(address)) != "api" {
		return "upload"
	}
	return path.Base(address)
}

// rest is how long a method is still to be left alone.
func (c *caller) rest(method string) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Until(c.rests[method])
}

// note counts an answer by its result and keeps it readable.
func (c *caller) note(method string, resp *http.Response) error {
	result := fmt.Sprint(resp.StatusCode)
	switch resp.StatusCode {
	case http.StatusOK:
		body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
		resp.Body.Close()
		resp.Body = io.NopCloser(bytes.NewReader(body))
		if err != nil {
			c.metrics.calls.WithLabelValues(method, "broken").Inc()
			return fmt.Errorf("%s: the answer broke off: %w", method, err)
		}
		result = said(body)
	case http.StatusTooManyRequests:
		if wait, err := time.ParseDuration(resp.Header.Get("Retry-After") + "s"); err == nil {
			c.mu.Lock()
			c.rests[method] = time.Now().Add(wait)
			c.mu.Unlock()
		}
	}
	c.metrics.calls.WithLabelValues(method, result).Inc()
	return nil
}

// said is what an answer says of itself: ok, or Slack's word for the error.
func said(body []byte) string {
	var a struct {
		OK    bool   `json:"ok"`
		Error string `json:"error"`
	}
	switch {
	case json.Unmarshal(body, &a) != nil:
		return "broken"
	case a.OK:
		return "ok"
	}
	return a.Error
}

// slackError gives Slack's word for an error, "" where it is none of Slack's.
func slackError(err error) string {
	var e slack.SlackErrorResponse
	if errors.As(err, &e) {
		return e.Err
	}
	return ""
}

// limited gives how long Slack asks to wait, 0 where it does not.
func limited(err error) time.Duration {
	var e *slack.RateLimitedError
	if errors.As(err, &e) {
		return max(e.RetryAfter, time.Second)
	}
	return 0
}
