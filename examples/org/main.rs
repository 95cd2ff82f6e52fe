//! A company: several relations at once between plain structs, re-organised while it is walked.
//!
//! ```text
//! cargo run --example org
//! ```
//!
//! It shows every kind of edge, on five structs:
//!
//! | edge | here |
//! |---|---|
//! | `Children`, `Parent` | departments own departments; the payroll and a department both own an employee |
//! | `Child` | the company owns one topmost department |
//! | `Strong` | a site, shared by departments |
//! | `WeakCell` | a mentor |
//! | `WeakList` | the members of a team |
//! | `Weak` | a site knows the company |

use std::cell::RefCell;
use std::io::{self, Write};
use std::process::ExitCode;

use weakgraph::{Child, Children, Graph, Parent, Strong, Tree, WalkEvent, Weak, WeakCell, WeakList};

// A node has at most one parent *in a relation*. An employee is to have two, so each relation gets a name: a type that
// is never made, used as a mark. `Children<Employee, Staff>` here is paired with `Parent<Department, Staff>` there.

/// Who is paid: the company owns its employees.
enum Payroll {}
/// Who works where: a department owns its employees, too.
enum Staff {}
/// Which department is the topmost.
enum Chart {}

/// The root of everything: a handle to it keeps all of it alive.
#[derive(Graph)]
#[graph(new)] // writes `Company::new(name, news)`: a parameter for each field that is not an edge
struct Company {
    name: &'static str,
    news: RefCell<Vec<String>>,
    // `payroll` has no singular, so the option says what one of them is called: `add_employee`, `remove_employee`.
    #[strong(item = employee)]
    payroll: Children<Employee, Payroll>,
    #[strong]
    top: Child<Department, Chart>,
    // Without a name, the relation is `()`.
    #[strong]
    teams: Children<Team>,
}

/// Departments own departments in one relation, so they are a tree and get the trait [`Tree`].
#[derive(Graph)]
struct Department {
    name: &'static str,
    #[weak]
    company: Parent<Company, Chart>,
    #[weak]
    parent: Parent<Department>,
    #[strong]
    departments: Children<Department>,
    #[strong(item = employee)]
    staff: Children<Employee, Staff>,
    // A shared edge: the last department at a site takes it along. Sites may own nothing that leads back to
    // departments; such a cycle of types does not compile.
    #[strong]
    site: Strong<Site>,
}

#[derive(Graph)]
#[graph(new)]
struct Employee {
    name: &'static str,
    #[weak]
    company: Parent<Company, Payroll>,
    // `on_drop` on a weak edge: called on the node that has it when its target is dropped.
    #[weak(on_drop = Employee::department_closed)]
    department: Parent<Department, Staff>,
    #[weak(on_drop = Employee::mentor_left)]
    mentor: WeakCell<Employee>,
}

#[derive(Graph)]
#[graph(new)]
struct Team {
    name: &'static str,
    #[weak]
    company: Parent<Company>,
    // A dropped employee leaves the list by itself.
    #[weak]
    members: WeakList<Employee>,
}

#[derive(Graph)]
#[graph(new, on_drop = Site::closed)]
struct Site {
    city: &'static str,
    // A plain `Weak` is set once, when the node is made.
    #[weak]
    company: Weak<Company>,
}

// The hooks. They find their way by the same accessors as everybody else. Those of an employee use the *other*
// relation: the department was dropped, the company is still there.
impl Employee {
    fn department_closed(&self) {
        if let Some(company) = self.company() {
            company.tell(format!("{} is without a department", self.name));
        }
    }

    fn mentor_left(&self) {
        if let Some(company) = self.company() {
            company.tell(format!("{} is without a mentor", self.name));
        }
    }
}

impl Site {
    fn closed(&self) {
        if let Some(company) = self.company() {
            company.tell(format!("the site in {} is closed", self.city));
        }
    }
}

impl Company {
    /// `self` is never `&mut`, so what changes is in a `RefCell`. That is the user's own; the edges do not use it.
    fn tell(&self, news: String) {
        self.news.borrow_mut().push(news);
    }

    fn hire(&self, name: &'static str, mentor: Option<&Strong<Employee>>) -> Strong<Employee> {
        let employee = self.add_employee(Employee::new(name));
        if let Some(mentor) = mentor {
            employee.set_mentor(mentor);
        }
        employee
    }

    fn found_team(&self, name: &'static str, members: &[&Strong<Employee>]) {
        let team = self.add_team(Team::new(name));
        for member in members {
            team.add_member(member);
        }
    }
}

impl Department {
    /// A department with what is in it. The lists may be filled before the node is made; its children are linked at its
    /// birth. So a whole chart can be written as one expression.
    fn new<const E: usize, const D: usize>(
        name: &'static str,
        site: &Strong<Site>,
        staff: [&Strong<Employee>; E],
        departments: [Strong<Department>; D],
    ) -> Strong<Department> {
        Strong::new(Department {
            name,
            company: Parent::new(),
            parent: Parent::new(),
            departments: Children::from(departments),
            staff: Children::from(staff),
            site: site.clone(),
        })
    }
}

/// Prints the departments as an outline, then the teams.
fn print(company: &Company, out: &mut dyn Write) -> io::Result<()> {
    if let Some(top) = company.top() {
        let mut depth = 0;
        // Every node is entered before what is below it and left after it.
        for step in top.traverse() {
            let department = match step {
                WalkEvent::Enter(department) => department,
                WalkEvent::Leave(_) => {
                    depth -= 1;
                    continue;
                }
            };
            let staff: Vec<_> = department.staff().iter().map(|employee| describe(&employee)).collect();
            let staff = if staff.is_empty() { "nobody".into() } else { staff.join(", ") };
            writeln!(out, "{:1$}{2} ({3}): {staff}", "", 2 + 2 * depth, department.name, department.site().city)?;
            depth += 1;
        }
    }
    for team in company.teams() {
        let members: Vec<_> = team.members().iter().map(|employee| employee.name).collect();
        writeln!(out, "  team {}: {}", team.name, members.join(", "))?;
    }
    Ok(())
}

fn describe(employee: &Employee) -> String {
    match employee.mentor() {
        Some(mentor) => format!("{} (mentor: {})", employee.name, mentor.name),
        None => employee.name.into(),
    }
}

pub(crate) fn run(out: &mut dyn Write) -> io::Result<()> {
    // Build.
    let company = Company::new("Initech", RefCell::default());
    let ada = company.hire("Ada", None);
    let bob = company.hire("Bob", None);
    let cleo = company.hire("Cleo", Some(&bob));
    let dan = company.hire("Dan", Some(&cleo));
    let eve = company.hire("Eve", None);
    let finn = company.hire("Finn", Some(&eve));
    let gus = company.hire("Gus", Some(&eve));

    let oslo = Site::new("Oslo", Strong::downgrade(&company));
    let lima = Site::new("Lima", Strong::downgrade(&company));
    let research = Department::new("Research", &lima, [], []);
    let tools = Department::new("Tools", &lima, [&dan], [research]);
    let engineering = Department::new("Engineering", &oslo, [&bob, &cleo], [tools]);
    let sales = Department::new("Sales", &lima, [&eve, &finn], []);
    let support = Department::new("Support", &lima, [&gus], []);
    let board = Department::new("Board", &oslo, [&ada], [engineering, sales, support]);
    company.set_top(&board);
    company.found_team("Launch", &[&bob, &dan, &eve]);
    company.found_team("Chess", &[&cleo, &finn]);
    // From here on the graph alone keeps what is in it; `company`, `board` and `eve` stay as handles.
    drop((ada, bob, cleo, dan, finn, gus, oslo, lima));

    writeln!(out, "{}, before", company.name)?;
    print(&company, out)?;

    // 1. Departments of less than two people are merged into the one above, while the tree is walked: the walk may lose
    //    the node that it just yielded, and what was below it is still visited, once.
    writeln!(out, "\nMerging")?;
    for department in board.descendants() {
        let Some(above) = department.parent() else { continue };
        if department.staff().len() < 2 {
            writeln!(out, "  {} into {}", department.name, above.name)?;
            let lists = above.staff().append_all(department.staff());
            let trees = department.reparent_children(&above);
            lists.and(trees).expect("what is above a department is not below it");
            department.detach();
            // `department` is the last handle: it is dropped here, and owns nothing any more.
        }
    }

    // 2. Every employee with a mentor goes to a new department, during a walk of the list that they leave. Being put
    //    into another list of the relation is a move; the payroll is another relation and does not notice.
    let engineering = board.first_child().expect("engineering is the first");
    let academy = Department::new("Academy", engineering.site(), [], []);
    engineering.insert_after(&academy).expect("it is new, so it owns nothing");
    for employee in engineering.staff() {
        if employee.mentor().is_some() {
            academy.add_employee(&employee);
        }
    }

    // 3. A cycle is refused, over whatever edges it would go. Nothing has changed then.
    let error = academy.try_add_department(&board).expect_err("the board is above the academy");
    writeln!(out, "\nRefused\n  {} into {}: {error}", board.name, academy.name)?;

    // 4. Sales is closed. The department is dropped, and with it the last edge to the site in Lima; its people live on,
    //    because the payroll owns them, too.
    let sales = board.last_child().expect("sales is the last");
    sales.detach();
    drop(sales);

    // 5. Eve leaves. `eve` is the last handle, so she is dropped with it: no link points to her any more.
    company.remove_employee(&eve);
    drop(eve);

    // 6. Everybody who is left without a department goes to the academy.
    for employee in company.payroll() {
        if employee.department().is_none() {
            academy.add_employee(&employee);
        }
    }
    board.departments().sort_by_key(|department| department.name);

    writeln!(out, "\nNews")?;
    for news in company.news.take() {
        writeln!(out, "  {news}")?;
    }
    writeln!(out, "\n{}, after", company.name)?;
    print(&company, out)?;

    // The end: `board`, `engineering` and `academy` are handles, too. When the last one goes, so does what it holds.
    let everybody: Vec<Weak<Employee>> = company.payroll().iter().map(|e| Strong::downgrade(&e)).collect();
    drop((company, board, engineering, academy));
    let left = everybody.iter().filter(|employee| employee.is_alive()).count();
    writeln!(out, "\nClosed: {left} of {} employees left in memory", everybody.len())
}

fn main() -> ExitCode {
    match run(&mut io::stdout().lock()) {
        // A reader that has seen enough (`| head`) is no error.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("org: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
