package workspace

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// refusal is Slack's "no" to a call: an error code, and beside it the rule with the place where it stands.
type refusal struct {
	code     string
	messages []string
	extra    Object // further fields of the answer
}

func (r *refusal) Error() string {
	if len(r.messages) == 0 {
		return r.code
	}
	return r.code + ": " + strings.Join(r.messages, " · ")
}

// refuse makes a refusal. The rule ends with the page of Slack's documentation that it stands on.
func refuse(code, rule string, args ...any) *refusal {
	return &refusal{code: code, messages: []string{"[ERROR] " + fmt.Sprintf(rule, args...)}}
}

// method is one of the Web API.
type method struct {
	do     func(*Workspace, *call) (Object, error)
	scopes []string // one of them is needed
	tier   int      // calls a minute, by docs.slack.dev/apis/web-api/rate-limits
	app    bool     // takes the app-level token
}

// methods is the Web API. A method that is not here is an unknown_method, as one that Slack does not have.
var methods map[string]method

func init() { // the table refers to functions that refer to the table
	read, write, files := []string{"channels:read", "groups:read", "im:read", "mpim:read"}, []string{"chat:write"}, []string{"files:write"}
	history := []string{"channels:history", "groups:history", "im:history", "mpim:history"}
	methods = map[string]method{
		"api.test":                     {do: apiTest, tier: 600},
		"auth.test":                    {do: authTest, tier: 600},
		"apps.connections.open":        {do: connectionsOpen, tier: 20, app: true},
		"chat.postMessage":             {do: postMessage, scopes: write, tier: 600},
		"chat.postEphemeral":           {do: postEphemeral, scopes: write, tier: 100},
		"chat.update":                  {do: updateMessage, scopes: write, tier: 50},
		"chat.delete":                  {do: deleteMessage, scopes: write, tier: 50},
		"chat.getPermalink":            {do: permalink, tier: 600},
		"conversations.open":           {do: openConversation, scopes: []string{"im:write", "mpim:write"}, tier: 50},
		"conversations.info":           {do: conversationInfo, scopes: read, tier: 50},
		"conversations.list":           {do: listConversations, scopes: read, tier: 20},
		"conversations.members":        {do: conversationMembers, scopes: read, tier: 100},
		"conversations.history":        {do: conversationHistory, scopes: history, tier: 50},
		"conversations.replies":        {do: conversationReplies, scopes: history, tier: 50},
		"users.info":                   {do: userInfo, scopes: []string{"users:read"}, tier: 100},
		"users.list":                   {do: listUsers, scopes: []string{"users:read"}, tier: 20},
		"users.lookupByEmail":          {do: lookupByEmail, scopes: []string{"users:read.email"}, tier: 50},
		"users.profile.get":            {do: userProfile, scopes: []string{"users.profile:read"}, tier: 100},
		"views.open":                   {do: openView, tier: 100},
		"views.push":                   {do: pushView, tier: 100},
		"views.update":                 {do: updateView, tier: 100},
		"views.publish":                {do: publishView, tier: 100},
		"files.getUploadURLExternal":   {do: uploadURL, scopes: files, tier: 100},
		"files.completeUploadExternal": {do: completeUpload, scopes: files, tier: 100},
		"files.info":                   {do: fileInfo, scopes: []string{"files:read"}, tier: 100},
		"files.delete":                 {do: deleteFile, scopes: files, tier: 50},
		"reactions.add":                {do: addReaction, scopes: []string{"reactions:write"}, tier: 50},
		"team.info":                    {do: teamInfo, scopes: []string{"team:read"}, tier: 50},
		"bots.info":                    {do: botInfo, scopes: []string{"users:read"}, tier: 50},
	}
}

// call is one call of a method. The caller of method.do holds w.mu.
type call struct {
	method string
	args   map[string]any // strings from a form, any JSON from a JSON body
	token  string
	origin string // as the app reached us: addresses given to it must have the very same, or slack-go keeps its token back
}

// serveAPI is one call from the first byte to the log.
func (w *Workspace) serveAPI(rw http.ResponseWriter, r *http.Request) {
	began := time.Now()
	name := r.PathValue("method")
	e := Entry{Direction: "in", Method: name, Status: http.StatusOK}
	c, err := readCall(r)
	logged := c.logged()
	fault, instead := w.struck(rw, r, name, &e, began, logged)
	if instead {
		return
	}
	var out Object
	if err == nil && fault.Error != "" {
		err = refuse(fault.Error, "a fault that was asked for")
	}
	if err == nil {
		out, err = w.call(rw, c)
	}
	body := w.encode(out, err)
	var r429 *rateLimited
	if errors.As(err, &r429) {
		rw.Header().Set("Retry-After", strconv.Itoa(r429.seconds))
		e.Status = http.StatusTooManyRequests
	}
	var no *refusal
	if errors.As(err, &no) {
		e.Error, e.Rule = no.code, strings.Join(no.messages, "\n")
	}
	e.OK = err == nil
	w.record(e, began, logged, body)
	if fault.AnswerLost {
		cut()
	}
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.Header().Set("X-OAuth-Scopes", strings.Join(w.manifest.OAuth.Scopes.Bot, ","))
	rw.WriteHeader(e.Status)
	rw.Write(body)
}

// encode is the answer to a call.
func (w *Workspace) encode(out Object, err error) []byte {
	var no *refusal
	var r429 *rateLimited
	switch {
	case err == nil:
		if out == nil {
			out = Object{}
		}
		out["ok"] = true
		return mustJSON(out)
	case errors.As(err, &r429):
		return mustJSON(Object{"ok": false, "error": "ratelimited"})
	case errors.As(err, &no):
		answer := Object{"ok": false, "error": no.code}
		for k, v := range no.extra {
			answer[k] = v
		}
		if len(no.messages) > 0 {
			answer["response_metadata"] = Object{"messages": no.messages}
		}
		return mustJSON(answer)
	}
	return mustJSON(Object{"ok": false, "error": "internal_error", "response_metadata": Object{"messages": []string{"[ERROR] " + err.Error()}}})
}

// call checks that a call may be made, and makes it.
func (w *Workspace) call(rw http.ResponseWriter, c *call) (Object, error) {
	m, known := methods[c.method]
	if !known {
		return nil, refuse("unknown_method", "the local workspace has no method %q; docs.slack.dev/reference/methods", c.method)
	}
	if err := w.authorise(c, m); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.url = c.origin
	if err := w.limit(c, m); err != nil {
		return nil, err
	}
	return m.do(w, c)
}

func (w *Workspace) authorise(c *call, m method) error {
	const where = "docs.slack.dev/authentication/tokens"
	if c.method == "api.test" {
		return nil
	}
	right, other := w.config.BotToken, w.config.AppToken
	if m.app {
		right, other = other, right
	}
	switch c.token {
	case right:
	case "":
		return refuse("not_authed", "no token: it goes into the form as token or into the header as Authorization: Bearer, and never into JSON; %s", where)
	case other:
		return refuse("not_allowed_token_type", "%s takes the other kind of token; docs.slack.dev/reference/methods/%s", c.method, c.method)
	default:
		return refuse("invalid_auth", "the token is not one of this workspace; %s", where)
	}
	if len(m.scopes) == 0 || slices.ContainsFunc(m.scopes, w.manifest.scope) {
		return nil
	}
	no := refuse("missing_scope", "%s needs %s; docs.slack.dev/reference/methods/%s", c.method, strings.Join(m.scopes, " or "), c.method)
	no.extra = Object{"needed": m.scopes[0], "provided": strings.Join(w.manifest.OAuth.Scopes.Bot, ",")}
	return no
}

const maxBody = 4 << 20

// readCall reads the arguments from the address, a form or a JSON body. The call is never nil.
func readCall(r *http.Request) (*call, error) {
	c := &call{method: r.PathValue("method"), args: map[string]any{}, origin: originOf(r)}
	values := r.URL.Query()
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil || len(body) > maxBody {
		return c, refuse("request_timeout", "the body was not received whole or is larger than %d bytes; docs.slack.dev/apis/web-api", maxBody)
	}
	switch kind {
	case "application/json":
		if len(body) > 0 && json.Unmarshal(body, &c.args) != nil {
			return c, refuse("invalid_json", "the body is not a JSON object; docs.slack.dev/apis/web-api")
		}
		delete(c.args, "token")
	case "multipart/form-data":
		form, err := multipartValues(body, params["boundary"])
		if err != nil {
			return c, refuse("invalid_form_data", "the form cannot be read: %v; docs.slack.dev/apis/web-api", err)
		}
		merge(values, form)
	default:
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return c, refuse("invalid_form_data", "the form cannot be read: %v; docs.slack.dev/apis/web-api", err)
		}
		merge(values, form)
	}
	for k, v := range values {
		c.args[k] = v[0]
	}
	c.token = c.str("token")
	delete(c.args, "token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		c.token = bearer
	}
	return c, nil
}

func merge(into, from url.Values) {
	for k, v := range from {
		into[k] = v
	}
}

func originOf(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// logged is the call as it stands in the log: its arguments with the JSON in them opened, and not the token.
func (c *call) logged() []byte {
	values := url.Values{}
	for k, v := range c.args {
		if s, ok := v.(string); ok {
			values.Set(k, s)
		} else {
			values.Set(k, string(mustJSON(v)))
		}
	}
	return formJSON(values)
}

// str is an argument as text, "" when it is missing.
func (c *call) str(name string) string {
	switch v := c.args[name].(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return string(mustJSON(v))
	}
}

func (c *call) has(name string) bool { return c.str(name) != "" && c.str(name) != "null" }

func (c *call) flag(name string) bool { return c.str(name) == "true" || c.str(name) == "1" }

// json reads an argument that is JSON, in a form or in a body, into v.
func (c *call) json(name string, v any) error {
	return json.Unmarshal([]byte(c.str(name)), v)
}

// number is an argument as a number, or def when it is missing or no number.
func (c *call) number(name string, def int) int {
	if n, err := strconv.Atoi(c.str(name)); err == nil {
		return n
	}
	return def
}
