// Package browser is a person at the page of the workspace, for the tests: Chromium without a screen.
package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// pageTime is how long a browser test may take on a slow machine. It waits for what it sees, never for time.
const pageTime = 60 * time.Second

// browserPath finds Chromium. Without one the test is skipped, but not where CI=true says that the machine has been made ready.
func browserPath(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "headless-shell"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("no Chromium here, and CI=true says that there is to be one")
	}
	t.Skip("no Chromium here: the page is not tried (apt-get install chromium)")
	return ""
}

// Open starts Chromium with a window of a size, and collects everything that it complains of.
func Open(t *testing.T, width, height int64) (context.Context, func() []string) {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(browserPath(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()))
	limited, stop := context.WithTimeout(context.Background(), pageTime) // the test's own context ends before the browser is closed
	allocated, stopBrowser := chromedp.NewExecAllocator(limited, options...)
	ctx, stopTab := chromedp.NewContext(allocated)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Logf("closing the browser: %v", err)
		}
		stopTab()
		stopBrowser()
		stop()
	})
	var mu sync.Mutex
	var complaints []string
	console := chromedp.Console(ctx)
	go func() {
		for m, err := range console {
			if err != nil {
				return
			}
			mu.Lock()
			if m.IsException() || m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleWarning {
				complaints = append(complaints, m.String())
			}
			mu.Unlock()
		}
	}()
	Do(t, ctx, chromedp.EmulateViewport(width, height))
	return ctx, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(complaints)
	}
}

// Step is one thing that a person does or sees.
type Step = chromedp.Action[chromedp.Void]

// Do takes the steps in order; each waits for its element.
func Do(t *testing.T, ctx context.Context, steps ...Step) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// named says which step it was that failed.
func named(name string, s Step) Step {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		v, err := s(ctx, target)
		if err != nil {
			err = fmt.Errorf("%s: %w", name, err)
		}
		return v, err
	}
}

// See waits until a condition in JavaScript holds. What it asks about may not be there yet.
func See(condition string) Step {
	return named("waiting for "+condition, chromedp.Poll[chromedp.Void]("(() => { try { return "+condition+" } catch { return false } })()", chromedp.WithPollingTimeout(pageTime)))
}

// Click presses the first element that a selector finds, when it is visible.
func Click(selector string) Step { return named("pressing "+selector, chromedp.Click(selector)) }

// Focus goes to the first element that a selector finds.
func Focus(selector string) Step { return named("going to "+selector, chromedp.Focus(selector)) }

// Shown waits until the messages hold some words.
func Shown(words string) Step {
	return See(fmt.Sprintf("document.querySelector('#messages').innerText.includes(%q)", words))
}

// Type is a person at the keyboard: nothing is clicked.
func Type(keys ...string) Step { return chromedp.KeyEvent(strings.Join(keys, "")) }
