"""An instruction that was sent says what it said: neither it nor what it says on a goal changes."""
# ruff: noqa: S608 - the tables and columns are our own

from dialogue.instructions.models import Instruction, InstructionGoal
from strategy.records.triggers import NOT_DISPOSED_OF, SAVING, Trigger, columns_of, differs, sealed_in

IS_SENT = f"SELECT 1 FROM {Instruction._meta.db_table} i WHERE i.state = 'sent' AND i.id IN"
# What lay in the bin when it was sent is no part of it, and goes by a disposal decision.
INSTRUCTION_GOAL = Trigger(
    name="instructiongoal_sealed",
    table=InstructionGoal._meta.db_table,
    on_insert=f"EXISTS ({IS_SENT} (NEW.instruction_id))",
    on_update=f"""EXISTS ({IS_SENT} (OLD.instruction_id, NEW.instruction_id))
        AND {differs(columns_of(InstructionGoal, *SAVING))}""",
    on_delete=f"EXISTS ({IS_SENT} (OLD.instruction_id)) AND (OLD.removed_at IS NULL OR {NOT_DISPOSED_OF})",
)
TRIGGERS = [sealed_in("sent", Instruction), INSTRUCTION_GOAL]
