"""What of meetings comes in and goes out as workbooks."""

from mdo.kernel.fields.columns import Column
from mdo.kernel.imports.kinds import EVERY_FIELD, ImportKind, Layout
from mdo.kernel.imports.reading.blocks import Spreads
from mdo.kernel.labels import FIELD_LABELS, MODEL_LABELS
from mdo.meetings import import_actions, import_attendance, imports
from mdo.meetings.columns import ACTION_EXPORT_COLUMNS, ATTENDANCE_EXPORT_COLUMNS, MEETING_EXPORT_COLUMNS
from mdo.meetings.fields import ACTION_FIELDS, ATTENDANCE_FIELDS, MEETING_FIELDS
from mdo.meetings.written import closings, hours
from models.attendance import Attendance
from models.meetings import ActionItem, Meeting
from models.replies import MeetingReply

_MEETING_FIELDS = (
    "title kind instance start_at end_at state place room host is_public organiser head_count online_url "
    "accessibility summary oye_url notes instance_place instance_type to_prepare"
)
EXCHANGES = (
    ImportKind(
        place=90,
        code="meetings",
        label=MODEL_LABELS[Meeting][1],
        fields=MEETING_FIELDS,
        required=imports.REQUIRED,
        plan_lines=imports.plan_meetings,
        view=imports.VIEW,
        model=Meeting,
        columns=MEETING_EXPORT_COLUMNS,
        sent=Layout(
            _MEETING_FIELDS,
            "instance state instance_place instance_type",
            exported_as={"instance_place": "arrondissements"},
        ),
        helped_by=(Meeting,),
        written=(hours,),
    ),
    ImportKind(
        place=100,
        code="actions",
        label=MODEL_LABELS[ActionItem][1],
        fields=ACTION_FIELDS,
        required=import_actions.REQUIRED,
        plan_lines=import_actions.plan_actions,
        view=import_actions.VIEW,
        model=ActionItem,
        columns=ACTION_EXPORT_COLUMNS,
        sent=Layout(
            EVERY_FIELD,
            "instance meeting_on meeting instance_place instance_type",
            own={
                "owner": Column(
                    "owner",
                    FIELD_LABELS[ActionItem]["owner"],
                    lambda row, today: str(row.owner) if row.owner else None,
                    loads=(ActionItem.owner,),
                    width=28,
                )
            },
            exported_as={"instance_place": "arrondissements"},
        ),
        helped_by=(ActionItem,),
        written=(closings,),
    ),
    ImportKind(
        place=105,
        code="attendance",
        label=MODEL_LABELS[Attendance][1],
        fields=ATTENDANCE_FIELDS,
        required=import_attendance.REQUIRED,
        plan_lines=import_attendance.plan_attendance,
        view=imports.VIEW,
        model=Attendance,
        columns=ATTENDANCE_EXPORT_COLUMNS,
        sent=Layout(
            "full_name instance meeting_on meeting_title presence represented_by note instance_place instance_type "
            "reply",
            "full_name instance meeting_on meeting_title instance_place instance_type",
            exported_as={"instance_place": "arrondissements"},
        ),
        helped_by=(Attendance, Meeting, MeetingReply),
        spreads=Spreads(days=("meeting_on", "presence")),
    ),
)
