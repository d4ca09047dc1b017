// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IAnnotations} from "../interfaces/IAnnotations.sol";
import {IBatches} from "../interfaces/IBatches.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {ISecurityInterests} from "../interfaces/ISecurityInterests.sol";
import {Acting} from "../keepers/Acting.sol";
import {InterestKeeper} from "../keepers/InterestKeeper.sol";
import {Registry} from "../keepers/Registry.sol";
import {Members} from "../libraries/Members.sol";
import {Objections} from "../libraries/Objections.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {Facts} from "../types/Facts.sol";
import {InterestId, PartyId} from "../types/Ids.sol";
import {Head} from "../types/Subjects.sol";

/// @title The rules of {IAnnotations}, where they are stated
contract Annotations is IAnnotations, InterestKeeper {
    constructor(ILedger ledger, IBatches batches) Registry(ledger, "Annotations", 1) Acting(batches) {}

    /* OTHER REGISTERS 外部登记 */

    /// @inheritdoc IAnnotations
    function enterExternal(
        InterestId interest,
        Head calldata head,
        Leg calldata leg
    ) external returns (uint64 sequence) {
        ISecurityInterests.InterestState calldata state = _interestState(head);
        uint32 institution = _authorize(Duties.MAKER, Capacities.SECURED_PARTY | Capacities.AUTHORITY);
        _requireStatus(interest, state.status, _UNENDED);
        _requireValid(leg);
        bool platform = leg.register == Register.PLATFORM && _hasCapacity(institution, Capacities.AUTHORITY);
        if (institution != state.agent && !platform) {
            revert NotEntitledToLeg(leg.register, institution);
        }
        sequence = _LEDGER.next(1);
        bytes32 stateHash = keccak256(head.state);
        _record(
            interest,
            head,
            stateHash,
            ExternalRegistrationEntered.selector,
            abi.encode(sequence, _now(), institution, stateHash, leg)
        );
    }

    /* REMARKS 附注 */

    /// @inheritdoc IAnnotations
    function remark(
        InterestId interest,
        Head calldata head,
        Remark kind,
        uint64 ref,
        uint32 day,
        string calldata number,
        bytes32 digest
    ) external returns (uint64 sequence) {
        uint32 institution = _authorize(Duties.MAKER, Capacities.WRITING);
        _requireValid(kind, ref, day, number);
        sequence = _LEDGER.next(1);
        if (kind == Remark.OBJECTION || kind == Remark.CANCELLATION_REQUESTED) {
            ISecurityInterests.InterestState calldata state = _interestState(head);
            _requireStatus(interest, state.status, _UNENDED);
            _requireEntitled(kind, institution, state);
            ref = sequence;
            if (kind == Remark.OBJECTION) _recordObjection(ref, 0, Objections.packed(institution, interest));
        } else {
            uint32 objector = _requireObjector(interest, kind, ref, institution);
            bytes32 fact = Objections.packed(objector, interest);
            if (kind == Remark.OBJECTION_WITHDRAWN) _recordObjection(ref, fact, 0);
        }
        bytes32 stateHash = keccak256(head.state);
        _record(
            interest,
            head,
            stateHash,
            InterestRemarked.selector,
            abi.encode(sequence, _now(), institution, stateHash, kind, ref, day, number, digest)
        );
    }

    /* MECHANISM */

    function _recordObjection(uint64 ref, bytes32 expected, bytes32 fact) private {
        _LEDGER.record(Facts.OBJECTION, bytes32(uint256(ref)), expected, fact);
    }

    /* RULES */

    function _requireValid(Leg calldata leg) private view {
        if (
            leg.register == Register.NONE ||
            !_isText(leg.number) ||
            !_hasCome(leg.day) ||
            leg.quantity == 0 ||
            leg.evidence == 0
        ) {
            revert InvalidLeg();
        }
    }

    /// @dev An objection and its withdrawal are of the day on which they are registered and need no other.
    function _requireValid(Remark kind, uint64 ref, uint32 day, string calldata number) private view {
        bool first = kind == Remark.OBJECTION || kind == Remark.CANCELLATION_REQUESTED;
        bool dateless = kind == Remark.OBJECTION || kind == Remark.OBJECTION_WITHDRAWN;
        if (
            kind == Remark.NONE ||
            (first && ref != 0) ||
            !(_hasCome(day) || (dateless && day == 0)) ||
            bytes(number).length > MAX_TEXT ||
            (kind == Remark.CASE_ACCEPTED && bytes(number).length == 0)
        ) {
            revert InvalidRemark(kind);
        }
    }

    function _requireEntitled(
        Remark kind,
        uint32 institution,
        ISecurityInterests.InterestState calldata state
    ) private view {
        bool entitled = institution != state.agent;
        if (kind == Remark.CANCELLATION_REQUESTED) {
            PartyId party = Members.partyOf(_LEDGER, institution);
            entitled = party == state.grantor || party == state.debtor;
        }
        if (!entitled) revert NotEntitledToRemark(kind, institution);
    }

    function _requireObjector(
        InterestId interest,
        Remark kind,
        uint64 ref,
        uint32 institution
    ) private view returns (uint32 objector) {
        objector = Objections.find(_LEDGER, interest, ref);
        if (objector == 0) revert UnknownObjection(interest, ref);
        if (objector == institution) return objector;
        bool court = kind == Remark.CASE_ACCEPTED && _hasCapacity(institution, Capacities.COURT);
        if (!court) revert NotObjector(ref, institution);
    }
}
