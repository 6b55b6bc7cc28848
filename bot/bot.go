package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"handslag/handlers"
	"handslag/locales"
	"handslag/store"
)

// bot is the running program: what it knows, what it says, and the way out to Slack.
type bot struct {
	log      *slog.Logger
	store    *store.Store
	said     *locales.Locales
	handlers *handlers.Handlers
	metrics  *metrics
	standard string // the language where nothing says otherwise

	api     *slack.Client
	web     *caller
	members *members
	outbox  *outbox
	making  string // the directory in which files are made: theirs alone, beside the database
	self    identity
	health  health
	homes   *homes
	pace    *pace         // nil: nobody is held back
	moved   chan struct{} // told when the clock has been moved

	logged struct { // what the log has said of a week's reminders; of the reminders' goroutine alone
		week   string
		people int
	}
	managersAsked time.Time // when Slack was last asked about managers, by the bot's clock
	managersTries int       // in vain since then

	removed  atomic.Bool   // the app has been taken out of Slack, or its token has: nothing is sent
	lookBack time.Duration // how often it is looked whether it is back
	leaving  func()        // is called when stopping begins; may be nil
	patience time.Duration // how long Slack waits for an answer before it is told that one will come
	working  tasks
	serving  tasks                      // HTTP requests being answered
	large    chan struct{}              // places for large bodies of HTTP requests; those that are taken are in it
	repeats  repeats                    // requests that are in hand or answered
	more     chan func(context.Context) // work for whoever has done with something else
	spare    atomic.Int32               // goroutines that wait for it
	stopping chan struct{}              // closed when stopping begins
	ctx      context.Context            // of the work: outlives the request, ends when the bot has no time left
	cancel   context.CancelFunc
}

// prompt is how long an answer may take to go in the acknowledgement. Slack gives 3 s; a person should not wait for more than one.
const prompt = 700 * time.Millisecond

// open opens the database and makes ready what answers, without Slack.
func open(b *base, log *slog.Logger, now func() time.Time) (*bot, error) {
	zone, err := b.zone()
	if err != nil {
		return nil, err
	}
	if b.Words != "" {
		if err := handlers.UseWords(b.Words); err != nil {
			return nil, fmt.Errorf("HANDSLAG_WORDS: %w", err)
		}
	}
	said, err := locales.Load()
	if err != nil {
		return nil, fmt.Errorf("the sentences: %w", err)
	}
	bot := &bot{log: log, said: said, standard: b.Lang, metrics: newMetrics(), patience: prompt, lookBack: slackFresh, stopping: make(chan struct{}),
		moved: make(chan struct{}, 1), large: make(chan struct{}, maxLarge), more: make(chan func(context.Context))}
	bot.making = b.DB + ".files"
	bot.ctx, bot.cancel = context.WithCancel(context.Background())
	bot.store, err = store.Open(b.DB, store.Options{Now: now, Zone: zone, OnCommit: bot.committed, OnStale: bot.stale})
	if errors.Is(err, store.ErrNotWhole) {
		return nil, damaged(err)
	}
	if err != nil {
		return nil, err
	}
	bot.handlers = handlers.New(bot.store, said, b.Lang, log)
	return bot, nil
}

// committed is told of every commit, before those who wrote are.
func (b *bot) committed(writes int, sends bool, d time.Duration) {
	b.metrics.batch.Observe(float64(writes))
	b.metrics.commit.Observe(d.Seconds())
	if b.outbox != nil {
		if sends {
			b.outbox.poke()
		}
		b.homes.changed()
	}
}

// stale is told why the file could not be written anew.
func (b *bot) stale(err error) {
	b.log.Error("the file could not be written anew after a disposal: traces of what was disposed of are in it until that succeeds, which takes room for two copies of it",
		"error", err)
}

// connect gives the bot its way to Slack's Web API. Nothing is sent yet.
func (b *bot) connect(s *slackSettings) {
	b.handlers.Responsible = handlers.Responsible(s.responsible)
	b.web = newCaller(b.metrics)
	options := []slack.Option{slack.OptionHTTPClient(b.web), slack.OptionAppLevelToken(s.AppToken)}
	if url := s.apiURL(); url != "" {
		options = append(options, slack.OptionAPIURL(url))
	}
	b.api = slack.New(s.BotToken, options...)
	b.members = newMembers(b)
	b.homes = newHomes()
	b.outbox = newOutbox(b)
	b.metrics.depth(b.store)
}

// close closes the database; what it has accepted is on disk then.
func (b *bot) close() error {
	b.cancel()
	return b.store.Close()
}

// warm makes ready what the first request would otherwise wait for: the words of this organisation.
func (b *bot) warm(ctx context.Context) error {
	if _, err := b.handlers.Understand(ctx, "", ""); err != nil && ctx.Err() == nil {
		b.log.Warn("the words could not be made ready", "error", err)
	}
	return nil
}

// refused says a store's refusal in words, for the command line; other errors stay as they are.
func (b *bot) refused(err error) error {
	if r := store.AsRefusal(err); r != nil {
		return errors.New(b.handlers.Say("refusal."+r.Reason, handlers.Facts(r.Facts)))
	}
	return err
}

// assignFirst makes the people of HANDSLAG_HR HR.
func (b *bot) assignFirst(ctx context.Context, emails []string) error {
	if len(emails) == 0 {
		return nil
	}
	return b.store.Write(ctx, func(tx *store.Tx) error {
		tx.Act(store.By{Door: "settings", Command: "assign"})
		for _, email := range emails {
			if err := tx.AssignByEmail(email, "hr", ""); err != nil {
				return err
			}
		}
		return nil
	})
}

// tidy clears away what is no longer needed: soon after the start, which has other things to do, and then every hour.
func (b *bot) tidy(ctx context.Context) error {
	var noted store.Date
	for pause := time.Minute; ; pause = time.Hour {
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil
		}
		err := b.store.Write(ctx, func(tx *store.Tx) error {
			return errors.Join(tx.ForgetRequests(keepRequests), tx.ForgetHeard(keepRequests), tx.ForgetShapes())
		})
		if err != nil && ctx.Err() == nil {
			b.log.Error("what is old could not be cleared away", "error", err)
		}
		if today := b.store.Today(); today != noted {
			noted = today
			b.noteHead(ctx)
		}
	}
}

// noteHead has the end of the audit's chain in the log, which is kept elsewhere than the database: what is cut off the audit, or made anew, shows
// against it (handslag doctor --audit-head).
func (b *bot) noteHead(ctx context.Context) {
	var head store.Head
	err := b.store.Read(ctx, func(tx *store.Tx) (err error) { head, err = tx.Head(); return err })
	if err != nil {
		b.log.Error("the end of the audit could not be read", "error", err)
		return
	}
	b.log.Info("the audit", "head", head.String())
}

// keepRequests is longer than Slack sends anything again: a day, with delayed events (docs.slack.dev/apis/events-api).
const keepRequests = 7 * 24 * time.Hour
