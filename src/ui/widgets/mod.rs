//! Small pieces that screens are made of: functions and structs drawn from borrowed data, without state of their own
//! (the text input is a value that a screen's state owns).

pub mod boxed;
pub mod field;
pub mod heading;
pub mod input;
pub mod list;
pub mod table;

pub use boxed::boxed;
pub use field::Field;
pub use heading::{heading, heading_of};
pub use input::TextInput;
pub use list::{Focus, List};
pub use table::{Align, Column, Drop, Placed};
