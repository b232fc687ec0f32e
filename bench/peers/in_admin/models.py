"""The tables of the register that the pages read; Django made none of them."""

from django.db import models


class Named(models.Model):
    """A row with a name."""

    name = models.CharField(max_length=250)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Labelled(models.Model):
    """A row with a label."""

    label = models.CharField(max_length=250)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label


class Organisation(Named):
    """An association."""

    class Meta:
        managed, db_table = False, "organisation"


class Arrondissement(Named):
    """An arrondissement."""

    class Meta:
        managed, db_table = False, "arrondissement"


class College(Named):
    """A college."""

    class Meta:
        managed, db_table = False, "college"


class Type(Labelled):
    """A type of body."""

    class Meta:
        managed, db_table = False, "instance_type"


class Function(Labelled):
    """A function in a body."""

    class Meta:
        managed, db_table = False, "mandate_function"


class Instance(Named):
    """A body."""

    code = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    type = models.ForeignKey(Type, models.DO_NOTHING)
    sort_key = models.CharField(max_length=220)

    class Meta:
        managed, db_table = False, "instance"


class Person(models.Model):
    """A person."""

    last_name = models.CharField(max_length=100)
    first_name = models.CharField(max_length=100, null=True)
    gender = models.CharField(max_length=40, null=True)
    birth_year = models.IntegerField(null=True)
    arrondissement = models.ForeignKey(Arrondissement, models.DO_NOTHING, null=True)
    organisation = models.ForeignKey(Organisation, models.DO_NOTHING, null=True)
    email = models.CharField(max_length=254, null=True)
    phone = models.CharField(max_length=40, null=True)
    sort_key = models.CharField(max_length=220)

    class Meta:
        managed, db_table = False, "person"

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}" if self.first_name else self.last_name


class Mandate(models.Model):
    """A mandate."""

    person = models.ForeignKey(Person, models.DO_NOTHING, null=True)
    organisation = models.ForeignKey(Organisation, models.DO_NOTHING, null=True)
    instance = models.ForeignKey(Instance, models.DO_NOTHING)
    function = models.ForeignKey(Function, models.DO_NOTHING)
    college = models.ForeignKey(College, models.DO_NOTHING, null=True)
    start_on = models.DateField(null=True)
    planned_end_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    rank = models.IntegerField(null=True)

    class Meta:
        managed, db_table = False, "mandate"

    def __str__(self) -> str:
        return f"{self.person} – {self.instance}"
