//! Puts faults into a source file, each behind a switch: `(if crate::__mutant(7) { (a || b) } else { (a && b) })`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Arm, BinOp, Block, Expr, ExprBinary, ExprUnary, Pat};

use crate::Fault;

/// What is in the way of the text, from its outside to its inside. No two overlap unless one is in the other.
struct Edit {
    range: Range<usize>,
    kind: Kind,
}

enum Kind {
    /// Stands before the first statement of a function.
    Returns(Vec<(usize, String)>),
    Binary {
        left: Range<usize>,
        op: String,
        right: Range<usize>,
        others: Vec<(usize, String)>,
    },
    Unary {
        number: usize,
        inner: Range<usize>,
    },
    /// The guard of an arm, or the end of its pattern if it has none.
    Guard {
        guard: Option<Range<usize>>,
        deleted: Option<usize>,
        others: Vec<(usize, String)>,
    },
}

/// A file with its switches, and the numbers of those faults that can have none.
pub struct Switched {
    pub text: String,
    pub alone: Vec<usize>,
}

/// Puts the faults of one file into its text.
pub fn switched(text: &str, faults: &[&Fault]) -> Switched {
    let file = syn::parse_file(text).expect("a file that is in a build");
    let mut finder = Finder { text, faults: BTreeMap::new(), edits: Vec::new(), constant: 0 };
    for fault in faults {
        finder.faults.entry(fault.range(text).start).or_default().push(fault);
    }
    finder.visit_file(&file);
    let mut edits = finder.edits;
    // The outer ones first; what is before the first statement, before what is in it.
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end != edit.range.start, usize::MAX - edit.range.end));
    let alone = finder.faults.values().flatten().map(|fault| fault.number).collect();
    Switched { text: render(text, 0..text.len(), &edits), alone }
}

/// The text of this range, with the edits in it.
fn render(text: &str, range: Range<usize>, edits: &[Edit]) -> String {
    let mut out = String::new();
    let mut at = range.start;
    for (i, edit) in edits.iter().enumerate() {
        let inside = range.start <= edit.range.start && edit.range.end <= range.end;
        if !inside || edit.range.start < at {
            continue;
        }
        // An edit is never a part of itself.
        let below = &edits[i + 1..];
        out.push_str(&text[at..edit.range.start]);
        at = edit.range.end;
        match &edit.kind {
            Kind::Returns(values) => {
                for (number, value) in values {
                    write!(out, "if crate::__mutant({number}) {{ {} }} ", marked(*number, &format!("return {value};")))
                        .unwrap();
                }
            }
            Kind::Binary { left, op, right, others } => {
                let (left, right) = (render(text, left.clone(), below), render(text, right.clone(), below));
                out.push('(');
                for (number, other) in others {
                    let other = marked(*number, &format!("({left} {other} {right})"));
                    write!(out, "if crate::__mutant({number}) {{ {other} }} else ").unwrap();
                }
                write!(out, "{{ ({left} {op} {right}) }})").unwrap();
            }
            Kind::Unary { number, inner } => {
                let operator = &text[edit.range.start..inner.start];
                let inner = render(text, inner.clone(), below);
                let other = marked(*number, &inner);
                write!(out, "(if crate::__mutant({number}) {{ ({other}) }} else {{ ({operator}{inner}) }})").unwrap();
            }
            Kind::Guard { guard, deleted, others } => {
                let mut condition = String::new();
                if let Some(number) = deleted {
                    write!(condition, "({})", marked(*number, &format!("!crate::__mutant({number})"))).unwrap();
                }
                if let Some(guard) = guard {
                    let mut guard = format!("({})", render(text, guard.clone(), below));
                    for (number, value) in others {
                        let is = format!("crate::__mutant({number})");
                        guard = match value.as_str() {
                            "true" => format!("({} || {guard})", marked(*number, &is)),
                            _ => format!("({} && {guard})", marked(*number, &format!("!{is}"))),
                        };
                    }
                    if !condition.is_empty() {
                        condition.push_str(" && ");
                    }
                    condition.push_str(&guard);
                    out.push_str(&condition);
                } else {
                    write!(out, " if {condition}").unwrap();
                }
            }
        }
    }
    out.push_str(&text[at..range.end]);
    out
}

/// Between two marks, by which an error of the compiler is that of a fault.
pub fn marked(number: usize, text: &str) -> String {
    format!("/*<{number}*/{text}/*{number}>*/")
}

/// The faults whose marks are around this place of a switched file; or the one nearest before it.
pub fn at_fault(text: &str, place: Range<usize>) -> (Vec<usize>, Option<usize>) {
    let (mut inside, mut open, mut last) = (Vec::new(), Vec::new(), None);
    for (at, _) in text.match_indices("/*") {
        let rest = &text[at + 2..];
        let Some(end) = rest.find("*/") else { continue };
        let mark = &rest[..end];
        if let Some(number) = mark.strip_prefix('<').and_then(|number| number.parse::<usize>().ok()) {
            open.push((number, at));
            if at <= place.start {
                last = Some(number);
            }
        } else if let Some(number) = mark.strip_suffix('>').and_then(|number| number.parse::<usize>().ok()) {
            let Some(i) = open.iter().rposition(|open| open.0 == number) else { continue };
            let (number, began) = open.remove(i);
            if began <= place.start && place.end <= at {
                inside.push(number);
            }
        }
    }
    (inside, last)
}

struct Finder<'a> {
    text: &'a str,
    /// Those not found yet, by where they begin.
    faults: BTreeMap<usize, Vec<&'a Fault>>,
    edits: Vec<Edit>,
    /// How many constants, constant functions and lengths of arrays this is in: a switch is not constant.
    constant: usize,
}

fn range_of(what: &impl Spanned) -> Range<usize> {
    let span: Span = what.span();
    span.byte_range()
}

fn has_let(expr: &Expr) -> bool {
    struct Lets(bool);
    impl<'ast> Visit<'ast> for Lets {
        fn visit_expr_let(&mut self, _: &'ast syn::ExprLet) {
            self.0 = true;
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_block(&mut self, _: &'ast Block) {}
    }
    let mut lets = Lets(false);
    lets.visit_expr(expr);
    lets.0
}

impl Finder<'_> {
    fn take(&mut self, at: usize, genre: &str) -> Vec<(usize, String)> {
        if self.constant > 0 {
            return Vec::new();
        }
        let Some(here) = self.faults.get_mut(&at) else { return Vec::new() };
        let found: Vec<_> = here.extract_if(.., |fault| fault.genre == genre).collect();
        found.into_iter().map(|fault| (fault.number, fault.replacement.clone())).collect()
    }

    fn constant(&mut self, is: bool, visit: impl FnOnce(&mut Self)) {
        self.constant += usize::from(is);
        visit(self);
        self.constant -= usize::from(is);
    }

    /// The body of a function: what cargo-mutants replaces begins with its first statement.
    fn body(&mut self, block: &Block) {
        let Some(first) = block.stmts.first() else { return };
        let at = range_of(first).start;
        let values = self.take(at, "FnValue");
        if !values.is_empty() {
            self.edits.push(Edit { range: at..at, kind: Kind::Returns(values) });
        }
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.constant(item.sig.constness.is_some(), |this| {
            this.body(&item.block);
            visit::visit_item_fn(this, item);
        });
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.constant(item.sig.constness.is_some(), |this| {
            this.body(&item.block);
            visit::visit_impl_item_fn(this, item);
        });
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.body(block);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.constant(true, |this| visit::visit_item_const(this, item));
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.constant(true, |this| visit::visit_item_static(this, item));
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.constant(true, |this| visit::visit_impl_item_const(this, item));
    }

    fn visit_trait_item_const(&mut self, item: &'ast syn::TraitItemConst) {
        self.constant(true, |this| visit::visit_trait_item_const(this, item));
    }

    fn visit_type_array(&mut self, array: &'ast syn::TypeArray) {
        self.constant(true, |this| visit::visit_type_array(this, array));
    }

    fn visit_expr_repeat(&mut self, repeat: &'ast syn::ExprRepeat) {
        self.visit_expr(&repeat.expr);
        self.constant(true, |this| this.visit_expr(&repeat.len));
    }

    fn visit_expr_const(&mut self, block: &'ast syn::ExprConst) {
        self.constant(true, |this| visit::visit_expr_const(this, block));
    }

    fn visit_expr_binary(&mut self, binary: &'ast ExprBinary) {
        let is_logic = matches!(binary.op, BinOp::And(_) | BinOp::Or(_));
        if !(is_logic && (has_let(&binary.left) || has_let(&binary.right))) {
            let others = self.take(range_of(&binary.op).start, "BinaryOperator");
            if !others.is_empty() {
                let kind = Kind::Binary {
                    left: range_of(&binary.left),
                    op: self.text[range_of(&binary.op)].to_owned(),
                    right: range_of(&binary.right),
                    others,
                };
                self.edits.push(Edit { range: range_of(&binary.left).start..range_of(&binary.right).end, kind });
            }
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_unary(&mut self, unary: &'ast ExprUnary) {
        let at = range_of(&unary.op).start;
        if let Some((number, _)) = self.take(at, "UnaryOperator").pop() {
            let inner = range_of(&unary.expr);
            self.edits.push(Edit { range: at..inner.end, kind: Kind::Unary { number, inner } });
        }
        visit::visit_expr_unary(self, unary);
    }

    fn visit_arm(&mut self, arm: &'ast Arm) {
        let at = range_of(arm).start;
        let deleted = self.take(at, "MatchArm").pop().map(|(number, _)| number);
        let guard = match &arm.pat {
            Pat::Guard(pat) => Some(range_of(&*pat.guard)),
            _ => None,
        };
        let others = guard.as_ref().map_or(Vec::new(), |guard| self.take(guard.start, "MatchArmGuard"));
        if deleted.is_some() || !others.is_empty() {
            let end = range_of(&arm.pat).end;
            self.edits
                .push(Edit { range: guard.clone().unwrap_or(end..end), kind: Kind::Guard { guard, deleted, others } });
        }
        visit::visit_arm(self, arm);
    }
}
