"""Who may do what."""

from mise_en_page.desk.people import Person, Role, owner


def test_each_role_may_do_what_those_before_it_may():
    assert [role.value for role in Role] == ["lecteur", "rédacteur", "maquettiste", "chef"]
    writer = Person("Jeanne", Role.WRITER)
    assert [writer.may(role) for role in Role] == [True, True, False, False]


def test_the_owner_of_the_command_may_do_everything():
    assert all(owner().may(role) for role in Role)
