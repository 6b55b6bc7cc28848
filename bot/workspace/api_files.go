package workspace

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
)

// file is something uploaded. It is the app's own until it is completed.
type file struct {
	id, ticket, name, title, alt string
	length                       int
	data                         []byte
	received, complete           bool
	created                      int64
	channels                     []string
}

func uploadURL(w *Workspace, c *call) (Object, error) {
	const where = "docs.slack.dev/reference/methods/files.getUploadURLExternal"
	length := c.number("length", 0)
	if c.str("filename") == "" || length < 1 {
		return nil, refuse("invalid_arguments", "filename and a length of at least 1 byte are needed; %s", where)
	}
	if length > 1<<30 {
		return nil, refuse("file_upload_size_restricted", "a file has at most 1 GB; %s", where)
	}
	f := &file{id: w.nextID("F"), ticket: randomHex(16), name: path.Base(c.str("filename")), alt: c.str("alt_txt"), length: length, created: w.now().Unix()}
	w.files[f.id] = f
	return Object{"upload_url": c.origin + "/upload/" + f.ticket, "file_id": f.id}, nil
}

// serveUpload takes the bytes, raw or as the field file of a form.
func (w *Workspace) serveUpload(rw http.ResponseWriter, r *http.Request) {
	began := time.Now()
	e := Entry{Direction: "in", Kind: "upload", Status: http.StatusOK}
	fault, instead := w.struck(rw, r, "upload", &e, began, nil)
	if instead {
		return
	}
	data, err := uploaded(r)
	if err == nil {
		err = w.receive(r.PathValue("ticket"), data)
	}
	answer := fmt.Sprintf("OK - %d", len(data))
	if err != nil {
		answer, e.Status, e.Error, e.Rule = err.Error(), http.StatusBadRequest, "upload_failed", "docs.slack.dev/messaging/working-with-files#upload"
	}
	e.OK = err == nil
	w.record(e, began, fmt.Appendf(nil, "(%d bytes)", len(data)), []byte(answer))
	if fault.AnswerLost {
		cut()
	}
	rw.WriteHeader(e.Status)
	io.WriteString(rw, answer)
}

func uploaded(r *http.Request) ([]byte, error) {
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		return io.ReadAll(r.Body)
	}
	form := multipart.NewReader(r.Body, params["boundary"])
	for {
		part, err := form.NextPart()
		if err != nil {
			return nil, fmt.Errorf("the form has no field file: %w", err)
		}
		if part.FormName() == "file" || part.FileName() != "" {
			return io.ReadAll(part)
		}
	}
}

func (w *Workspace) receive(ticket string, data []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range w.files {
		if f.ticket != ticket || f.complete {
			continue
		}
		if len(data) != f.length {
			return fmt.Errorf("%d bytes were announced and %d came", f.length, len(data))
		}
		f.data, f.received = data, true
		return nil
	}
	return fmt.Errorf("nothing is expected at this address")
}

func completeUpload(w *Workspace, c *call) (Object, error) {
	const where = "docs.slack.dev/reference/methods/files.completeUploadExternal"
	var list []struct{ ID, Title string }
	if err := c.json("files", &list); err != nil || len(list) == 0 {
		return nil, refuse("invalid_arguments", "files is a JSON array of objects with an id; %s", where)
	}
	for _, l := range list {
		f := w.files[l.ID]
		if f == nil || !f.received || f.complete {
			return nil, refuse("file_not_found", "%q was not uploaded, or is complete already; %s", l.ID, where)
		}
	}
	targets, err := w.shareTargets(c)
	if err != nil {
		return nil, err
	}
	var blocks []Object
	if c.has("blocks") {
		if blocks, err = parseBlocks(c.args["blocks"]); err != nil {
			return nil, err
		}
		if _, blocks, err = w.checkMessage(" ", blocks); err != nil {
			return nil, err
		}
	}
	var done []Object
	for _, l := range list {
		f := w.files[l.ID]
		f.complete, f.title = true, l.Title
		if f.title == "" {
			f.title = f.name
		}
		for _, ch := range targets {
			f.channels = append(f.channels, ch.ID)
		}
		done = append(done, w.fileObject(f))
	}
	for _, ch := range targets {
		m := w.botMessage(c.str("initial_comment"), blocks)
		m.Subtype, m.Files = "file_share", done
		if m.ThreadTS, err = thread(ch, c); err != nil {
			return nil, err
		}
		w.add(ch, m)
		for _, f := range done {
			w.tellMembers(ch, Event{Type: "file", Channel: ch.ID, File: f})
			w.emit("file_shared", Object{"type": "file_shared", "channel_id": ch.ID, "file_id": f["id"], "user_id": BotUserID, "file": Object{"id": f["id"]}, "event_ts": m.TS})
		}
	}
	return Object{"files": done}, nil
}

// shareTargets are the conversations that files go to: none, one or several, by ID. A person's ID is none.
func (w *Workspace) shareTargets(c *call) ([]*channel, error) {
	ids := strings.FieldsFunc(c.str("channels"), func(r rune) bool { return r == ',' })
	if id := c.str("channel_id"); id != "" {
		ids = append(ids, id)
	}
	var out []*channel
	for _, id := range ids {
		ch, err := w.target(id, c.method)
		if err != nil {
			return nil, err
		}
		if _, err := thread(ch, c); err != nil {
			return nil, err
		}
		out = append(out, ch)
	}
	return out, nil
}

func (w *Workspace) fileObject(f *file) Object {
	kind := strings.TrimPrefix(path.Ext(f.name), ".")
	mimetype := mime.TypeByExtension(path.Ext(f.name))
	if mimetype == "" {
		mimetype = http.DetectContentType(f.data)
	}
	private := w.url + "/files-pri/" + f.id + "/" + url.PathEscape(f.name)
	return Object{"id": f.id, "created": f.created, "timestamp": f.created, "name": f.name, "title": f.title, "mimetype": mimetype, "filetype": kind,
		"pretty_type": strings.ToUpper(kind), "user": BotUserID, "user_team": TeamID, "size": f.length, "mode": "hosted", "is_external": false, "external_type": "",
		"is_public": false, "alt_txt": f.alt, "channels": f.channels, "groups": []string{}, "ims": []string{}, "url_private": private, "url_private_download": private,
		"permalink": w.url + "/files/" + f.id + "/" + url.PathEscape(f.name), "file_access": "visible"}
}

func (w *Workspace) knownFile(c *call) (*file, error) {
	f := w.files[c.str("file")]
	if f == nil || !f.complete {
		return nil, refuse("file_not_found", "no file %q; docs.slack.dev/reference/methods/%s", c.str("file"), c.method)
	}
	return f, nil
}

func fileInfo(w *Workspace, c *call) (Object, error) {
	f, err := w.knownFile(c)
	if err != nil {
		return nil, err
	}
	return Object{"file": w.fileObject(f), "comments": []any{}, "response_metadata": Object{"next_cursor": ""}}, nil
}

func deleteFile(w *Workspace, c *call) (Object, error) {
	f, err := w.knownFile(c)
	if err != nil {
		return nil, err
	}
	delete(w.files, f.id)
	return nil, nil
}

// servePrivateFile is a file for the app: with its token only.
func (w *Workspace) servePrivateFile(rw http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+w.config.BotToken {
		http.Error(rw, "a file wants Authorization: Bearer with the bot token", http.StatusUnauthorized)
		return
	}
	w.sendFile(rw, r)
}

func (w *Workspace) sendFile(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	f := w.files[r.PathValue("id")]
	w.mu.Unlock()
	if f == nil || !f.complete {
		http.NotFound(rw, r)
		return
	}
	rw.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.name}))
	rw.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(rw, r, f.name, time.Unix(f.created, 0), bytes.NewReader(f.data))
}

// File is the bytes of a complete file, nil when there is none.
func (w *Workspace) File(id string) []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	if f := w.files[id]; f != nil && f.complete {
		return f.data
	}
	return nil
}

// multipartValues are the text fields of a form.
func multipartValues(body []byte, boundary string) (url.Values, error) {
	form, err := multipart.NewReader(bytes.NewReader(body), boundary).ReadForm(maxBody)
	if err != nil {
		return nil, err
	}
	return url.Values(form.Value), nil
}
