//! Signals and the death of the terminal. Each becomes an event; should the program not end by itself in time, the
//! terminal is restored and the process ends here.

use super::run::Event;
use std::sync::mpsc::Sender;

/// The signal of a hang-up.
pub const HANG_UP: u8 = 1;

/// Starts listening.
#[cfg(not(unix))]
pub fn spawn(_events: &Sender<Event>) -> std::io::Result<()> {
    Ok(())
}

/// Starts listening.
#[cfg(unix)]
pub fn spawn(events: &Sender<Event>) -> std::io::Result<()> {
    unix::spawn_signals(events.clone())?;
    unix::spawn_hang_up(events.clone());
    Ok(())
}

/// Stops this program and those started with it until they are continued.
#[cfg(unix)]
pub fn stop() {
    // Nothing to do where the system refuses: the program goes on.
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::STOP);
}

/// Stops this program until it is continued: not known on this system.
#[cfg(not(unix))]
pub fn stop() {}

#[cfg(unix)]
mod unix {
    use super::{Event, HANG_UP, Sender};
    use crate::app::Exit;
    use crate::runtime::terminal;
    use rustix::event::{PollFd, PollFlags, poll};
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    use signal_hook::iterator::Signals;
    use std::io::IsTerminal;
    use std::thread;
    use std::time::Duration;

    /// So long the program may take to save and end by itself.
    const GRACE: Duration = Duration::from_millis(1700);

    pub fn spawn_signals(events: Sender<Event>) -> std::io::Result<()> {
        let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
        thread::spawn(move || {
            for signal in signals.forever() {
                let event = match signal {
                    SIGTSTP => Event::Stop,
                    SIGCONT => Event::Continue,
                    signal => {
                        end(&events, u8::try_from(signal).unwrap_or(HANG_UP));
                        continue;
                    }
                };
                let _ = events.send(event);
            }
        });
        Ok(())
    }

    /// Watches the terminal itself: when it dies, reading keys does not say so.
    pub fn spawn_hang_up(events: Sender<Event>) {
        if !std::io::stdin().is_terminal() {
            return;
        }
        thread::spawn(move || {
            let stdin = std::io::stdin();
            let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
            while poll(&mut watched, None).is_err_and(|error| error == rustix::io::Errno::INTR) {}
            let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
            if watched[0].revents().intersects(gone) {
                end(&events, HANG_UP);
            }
        });
    }

    fn end(events: &Sender<Event>, signal: u8) {
        let event = if signal == HANG_UP { Event::HangUp } else { Event::Terminate(signal) };
        let _ = events.send(event);
        thread::spawn(move || {
            thread::sleep(GRACE);
            terminal::restore();
            std::process::exit(i32::from(Exit::Signal(signal).status()));
        });
    }
}
