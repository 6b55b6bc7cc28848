package workspace_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"handslag/bot/workspace"
)

// rawCall is a call without a library: the answer's fields and the response.
func rawCall(t *testing.T, w *workspace.Workspace, method, token string, form url.Values) (map[string]any, *http.Response) {
	t.Helper()
	r, err := http.NewRequestWithContext(within(t), http.MethodPost, w.URL()+"/api/"+method, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(body, &out); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return out, resp
}

func TestWhoMayCall(t *testing.T) {
	config := testConfig("")
	config.Manifest = []byte(strings.Replace(string(config.Manifest), `"reactions:write"`, `"pins:write"`, 1))
	w := start(t, config)
	tests := []struct {
		method, token, inForm, want string
	}{
		{"auth.test", w.BotToken(), "", ""},
		{"auth.test", "", w.BotToken(), ""},
		{"auth.test", "", "", "not_authed"},
		{"auth.test", "xoxb-" + "nobody", "", "invalid_auth"},
		{"auth.test", w.AppToken(), "", "not_allowed_token_type"},
		{"apps.connections.open", w.AppToken(), "", ""},
		{"apps.connections.open", w.BotToken(), "", "not_allowed_token_type"},
		{"reactions.add", w.BotToken(), "", "missing_scope"},
		{"chat.shout", w.BotToken(), "", "unknown_method"},
	}
	for _, tt := range tests {
		form := url.Values{}
		if tt.inForm != "" {
			form.Set("token", tt.inForm)
		}
		got, resp := rawCall(t, w, tt.method, tt.token, form)
		if e, _ := got["error"].(string); e != tt.want || got["ok"] != (tt.want == "") {
			t.Errorf("%s: got %v, want %q", tt.method, got, tt.want)
		}
		if tt.want == "missing_scope" && (got["needed"] != "reactions:write" || !strings.Contains(got["provided"].(string), "chat:write")) {
			t.Errorf("got %v", got)
		}
		if tt.want != "" && got["response_metadata"] == nil {
			t.Errorf("%s: %s names no rule", tt.method, tt.want)
		}
		if !strings.Contains(resp.Header.Get("X-OAuth-Scopes"), "chat:write") {
			t.Errorf("the scopes are missing in the headers")
		}
	}
	for _, e := range w.Traffic(0) {
		if strings.Contains(e.Request+e.Response, w.BotToken()) {
			t.Errorf("the token stands in the log: %v", e)
		}
	}
}

func TestPostingWhereTheAppIsNot(t *testing.T) {
	w := start(t, testConfig(""))
	c := client(w)
	for channel, want := range map[string]string{elsewher: "not_in_channel", "C0NOWHERE1": "channel_not_found", "": "channel_not_found", general: "", head: ""} {
		_, _, err := c.PostMessage(channel, slack.MsgOptionText("hej", false))
		if (err == nil) != (want == "") || err != nil && err.Error() != want {
			t.Errorf("to %q: %v, want %q", channel, err, want)
		}
	}
	if _, err := c.PostEphemeral(general, stranger, slack.MsgOptionText("hej", false)); err == nil || err.Error() != "user_not_in_channel" {
		t.Errorf("got %v", err)
	}
}

func TestUpdateAndDelete(t *testing.T) {
	w := start(t, testConfig(""))
	c := client(w)
	channel, ts, err := c.PostMessage(head, slack.MsgOptionText("a", false), slack.MsgOptionBlocks(slack.NewDividerBlock()),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "kept", EventPayload: map[string]any{"n": "1"}}))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err = c.UpdateMessage(channel, ts, slack.MsgOptionText("b", false)); err != nil {
		t.Fatal(err)
	}
	if m := w.Messages(head, channel); len(m) != 1 || m[0].Text != "b" || len(m[0].Blocks) != 0 || m[0].Edited == nil {
		t.Errorf("got %v", m)
	}
	for _, all := range []bool{false, true} {
		history, err := c.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: channel, IncludeAllMetadata: all})
		if err != nil {
			t.Fatal(err)
		}
		if m := history.Messages[0].Metadata; m.EventType != "kept" || (m.EventPayload["n"] == "1") != all {
			t.Errorf("include_all_metadata %v gives %v", all, m)
		}
	}
	if _, _, _, err = c.UpdateMessage(head, ts, slack.MsgOptionText("b", false)); err == nil || err.Error() != "channel_not_found" {
		t.Errorf("an update takes a conversation's ID: %v", err)
	}
	if _, _, _, err = c.UpdateMessage(channel, "1.000001", slack.MsgOptionText("b", false)); err == nil || err.Error() != "message_not_found" {
		t.Errorf("got %v", err)
	}
	if err := w.Say(head, channel, "min"); err != nil {
		t.Fatal(err)
	}
	own := w.Messages(head, channel)[1].TS
	if _, _, _, err = c.UpdateMessage(channel, own, slack.MsgOptionText("b", false)); err == nil || err.Error() != "cant_update_message" {
		t.Errorf("got %v", err)
	}
	if _, _, err = c.DeleteMessage(channel, own); err == nil || err.Error() != "cant_delete_message" {
		t.Errorf("got %v", err)
	}
	if _, _, err = c.DeleteMessage(channel, ts); err != nil || len(w.Messages(head, channel)) != 1 {
		t.Errorf("not deleted: %v", err)
	}
}

func TestPeopleAsAnAppSeesThem(t *testing.T) {
	w := start(t, testConfig(""))
	c := client(w)
	u, err := c.GetUserInfo(head)
	if err != nil {
		t.Fatal(err)
	}
	if u.Locale != "sv-SE" || u.TZ != "Europe/Stockholm" || u.TZOffset != 7200 || u.Profile.Email != "chef@example.com" || u.TeamID != workspace.TeamID {
		t.Errorf("got %+v", u)
	}
	if u, err = c.GetUserByEmail("CARE@example.com"); err != nil || u.ID != care {
		t.Errorf("got %v, %v", u, err)
	}
	if _, err = c.GetUserByEmail("nobody@example.com"); err == nil || err.Error() != "users_not_found" {
		t.Errorf("got %v", err)
	}
	if u, err = c.GetUserInfo(stranger); err != nil || u.TeamID == workspace.TeamID || !u.IsStranger {
		t.Errorf("got %+v, %v", u, err)
	}
	all, err := c.GetUsers(slack.GetUsersOptionLimit(2))
	if err != nil || len(all) != 4 {
		t.Errorf("%d people over pages, %v", len(all), err)
	}
	members, _, err := c.GetUsersInConversation(&slack.GetUsersInConversationParameters{ChannelID: general})
	if err != nil || len(members) != 3 {
		t.Errorf("got %v, %v", members, err)
	}
	im, _, already, err := c.OpenConversation(&slack.OpenConversationParameters{Users: []string{head}, ReturnIM: true})
	if err != nil || im.ID != w.DM(head) || already {
		t.Errorf("got %v, already %v, %v", im, already, err)
	}
	if _, _, already, _ = c.OpenConversation(&slack.OpenConversationParameters{Users: []string{head}}); !already {
		t.Error("the second time it is open already")
	}
	if err := w.Deactivate(head); err != nil {
		t.Fatal(err)
	}
	if _, _, _, err = c.OpenConversation(&slack.OpenConversationParameters{Users: []string{head}}); err == nil || err.Error() != "user_disabled" {
		t.Errorf("got %v", err)
	}
	if err := w.Say(head, general, "hej"); err == nil {
		t.Error("a deactivated person speaks")
	}
}

func TestFiles(t *testing.T) {
	w := start(t, testConfig(""))
	c := client(w)
	const data = "a;b\n1;2\n"
	upload := slack.UploadFileParameters{Filename: "läge.csv", Title: "Läge", Content: data, FileSize: len(data), Channel: w.DM(head), InitialComment: "här"}
	f, err := c.UploadFileContext(within(t), upload)
	if err != nil {
		t.Fatal(err)
	}
	m := w.Messages(head, w.DM(head))
	if len(m) != 1 || m[0].Text != "här" || len(m[0].Files) != 1 || m[0].Files[0]["name"] != "läge.csv" {
		t.Errorf("got %v", m)
	}
	info, _, _, err := c.GetFileInfo(f.ID, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	if err := c.GetFile(info.URLPrivateDownload, &got); err != nil || got.String() != data {
		t.Errorf("got %q, %v", got.String(), err)
	}
	if resp, err := http.Get(info.URLPrivateDownload); err != nil || resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("without a token: %v, %v", resp, err)
	}
	if resp, err := http.Get(w.URL() + "/files/" + f.ID + "/x.csv"); err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("for the page: %v, %v", resp, err)
	}
	upload.FileSize++
	if _, err := c.UploadFileContext(within(t), upload); err == nil {
		t.Error("another length than announced was taken")
	}
	upload.FileSize, upload.Channel = len(data), head
	if _, err := c.UploadFileContext(within(t), upload); err == nil || err.Error() != "CompleteUploadExternal: channel_not_found" {
		t.Errorf("a file to a user ID: %v", err)
	}
}
