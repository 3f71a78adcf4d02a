/// What a name in a template stands for.
indirect enum FieldKind: Sendable {
    /// A text, escaped where it is written; as a condition, whether it is not empty.
    case text
    /// An address that may begin a link; as a condition, whether there is one.
    case link
    /// Something that is or is not, for conditions only.
    case flag
    /// Things to repeat a part of the template for; as a condition, whether there are any.
    case list([FieldDeclaration])
}

/// A name that a template may use, and its kind.
struct FieldDeclaration: Sendable {
    let name: String
    let kind: FieldKind
}

/// What a name stands for on one page.
enum TemplateValue: Sendable {
    case text(String)
    case flag(Bool)
    case list([[TemplateValue]])

    /// What a condition on it says.
    var isTrue: Bool {
        switch self {
        case .text(let text): !text.utf8.isEmpty
        case .flag(let flag): flag
        case .list(let list): !list.isEmpty
        }
    }
}

/// The names that templates of one model may use, each with the way to read it.
///
/// The shape is known before any page is made, so that a template with a wrong name is found when
/// the server starts, and the values come from the same rows, so that they cannot differ from it.
struct Shape<Model>: Sendable {
    let fields: [Field<Model>]

    init(_ fields: [Field<Model>]) {
        self.fields = fields
    }

    var declarations: [FieldDeclaration] { fields.map(\.declaration) }

    func values(of model: Model) -> [TemplateValue] {
        fields.map { $0.read(model) }
    }
}

/// One row of a ``Shape``.
struct Field<Model>: Sendable {
    let declaration: FieldDeclaration
    let read: @Sendable (Model) -> TemplateValue

    static func text(_ name: String, _ read: @escaping @Sendable (Model) -> String) -> Field {
        Field(declaration: FieldDeclaration(name: name, kind: .text)) { .text(read($0)) }
    }

    static func flag(_ name: String, _ read: @escaping @Sendable (Model) -> Bool) -> Field {
        Field(declaration: FieldDeclaration(name: name, kind: .flag)) { .flag(read($0)) }
    }

    static func link(_ name: String, _ read: @escaping @Sendable (Model) -> PageLink?) -> Field {
        Field(declaration: FieldDeclaration(name: name, kind: .link)) {
            .text(read($0)?.text ?? "")
        }
    }

    static func list<Element>(
        _ name: String,
        _ shape: Shape<Element>,
        _ read: @escaping @Sendable (Model) -> [Element]
    ) -> Field {
        Field(declaration: FieldDeclaration(name: name, kind: .list(shape.declarations))) {
            .list(read($0).map(shape.values(of:)))
        }
    }

    /// A list of texts, each of which is `{{item}}` inside the loop.
    static func texts(_ name: String, _ read: @escaping @Sendable (Model) -> [String]) -> Field {
        list(name, Shape<String>([.text("item") { $0 }]), read)
    }
}
