// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {InterestId, PartyId} from "../types/Ids.sol";
import {Head} from "../types/Subjects.sol";

/// @title Annotations 附注: what others say about an interest
/// @notice An annotation changes neither the interest nor anybody's rank, and keeps nothing from being searched. The clocks that run from
/// it (7 days to notify, 30 days to a court's acceptance, 10 working days to cancel) are derived from the journal by its readers.
///
/// Assumptions. What another register says is entered by hand, with evidence; nothing here has asked it. Who objects is a fact, so that
/// only the objector goes on with the objection.
interface IAnnotations {
    /// @notice The other registers in which an interest may have to stand (双登记).
    enum Register {
        NONE,
        /// 中登网, the unified register of security in movables and rights
        UNIFIED,
        /// of the authority or exchange that keeps the right
        PLATFORM
    }

    enum Remark {
        NONE,
        /// 异议
        OBJECTION,
        /// the objector has notified the registrant
        OBJECTION_NOTIFIED,
        /// 受理: a court or arbitral institution has accepted the case
        CASE_ACCEPTED,
        /// 异议注销
        OBJECTION_WITHDRAWN,
        /// the grantor or debtor asks for cancellation: the debt is paid, or the claim has otherwise ended
        CANCELLATION_REQUESTED
    }

    /// @notice What another register says, as entered by hand with evidence: there is no live connection to it.
    struct Leg {
        Register register;
        /// its registration number there, 1 to {MAX_TEXT} bytes
        string number;
        /// civil day of that registration
        uint32 day;
        /// base units that it says are encumbered
        uint128 quantity;
        /// the grantor that it names
        PartyId grantor;
        /// last civil day of its term
        uint32 termTo;
        /// salted digest of its certificate
        bytes32 evidence;
    }

    /// @notice 外部登记: the later entry for a register replaces the earlier.
    event ExternalRegistrationEntered(
        InterestId indexed interest,
        PartyId indexed grantor,
        uint64 sequence,
        uint40 time,
        uint32 institution,
        bytes32 stateHash,
        Leg leg
    );
    /// @notice `ref` is the registry sequence of the objection that the remark is about; of an objection or request, its own.
    event InterestRemarked(
        InterestId indexed interest,
        PartyId indexed grantor,
        uint64 sequence,
        uint40 time,
        uint32 institution,
        bytes32 stateHash,
        Remark kind,
        uint64 ref,
        uint32 day,
        string number,
        bytes32 digest
    );

    /// @notice A register, a number, a day that has come, a quantity, a digest.
    error InvalidLeg();
    /// @notice A kind; a day that has come, but none is needed for an objection and its withdrawal; a number where it is mandatory; no
    /// `ref` where there is nothing to refer to.
    error InvalidRemark(Remark kind);
    /// @notice The agent enters either register, a registration authority that of its platform.
    error NotEntitledToLeg(Register register, uint32 institution);
    /// @notice The agent does not object to its own registration; only the grantor or the debtor asks for cancellation.
    error NotEntitledToRemark(Remark kind, uint32 institution);
    /// @notice There is no objection `ref` to this interest, or it was withdrawn.
    error UnknownObjection(InterestId interest, uint64 ref);
    /// @notice Only the objector may do this; acceptance of the case a court may enter too.
    error NotObjector(uint64 ref, uint32 institution);

    /// @notice Enters what another register says. A maker of the agent, or for PLATFORM of a registration authority; status ADVANCE,
    /// EFFECTIVE or ENFORCING.
    function enterExternal(
        InterestId interest,
        Head calldata head,
        Leg calldata leg
    ) external returns (uint64 sequence);

    /// @notice Makes a remark. OBJECTION: a maker with any writing capacity, not of the agent. OBJECTION_NOTIFIED, OBJECTION_WITHDRAWN: of
    /// the objector. CASE_ACCEPTED: of the objector or a court. CANCELLATION_REQUESTED: of the institution that is grantor or debtor.
    /// OBJECTION and CANCELLATION_REQUESTED need an interest that has not ended.
    /// @param ref the objection that the remark is about; 0 for OBJECTION and CANCELLATION_REQUESTED
    /// @param day civil day of what is remarked: the debt was paid, the registrant was notified, the case was accepted
    /// @param number file number, at most {MAX_TEXT} bytes; of an accepted case mandatory
    /// @param digest salted digest of the document
    function remark(
        InterestId interest,
        Head calldata head,
        Remark kind,
        uint64 ref,
        uint32 day,
        string calldata number,
        bytes32 digest
    ) external returns (uint64 sequence);
}
