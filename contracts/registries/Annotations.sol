// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IAnnotations} from "../interfaces/IAnnotations.sol";
import {IInstitutions} from "../interfaces/IInstitutions.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {ISecurityInterests} from "../interfaces/ISecurityInterests.sol";
import {Approving} from "../keepers/Approving.sol";
import {InterestKeeper} from "../keepers/InterestKeeper.sol";
import {RightKeeper} from "../keepers/RightKeeper.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {InterestId, PartyId} from "../types/Ids.sol";

/// @title The rules of {IAnnotations}, where they are stated
contract Annotations is IAnnotations, InterestKeeper {
    /// @notice 1 slot: who objected, and the initial registration of the interest objected to.
    struct Objection {
        uint32 institution;
        uint64 interest;
    }

    mapping(uint64 sequence => Objection) private _objections;

    constructor(ILedger ledger, IInstitutions institutions) RightKeeper(ledger) Approving(institutions) {}

    /* OTHER REGISTERS 外部登记 */

    /// @inheritdoc IAnnotations
    function enterExternal(
        InterestId interest,
        ISecurityInterests.InterestHead calldata head,
        Leg calldata leg
    ) external returns (uint64 sequence) {
        uint32 institution = _INSTITUTIONS.authorize(
            msg.sender,
            Duties.MAKER,
            Capacities.SECURED_PARTY | Capacities.AUTHORITY
        );
        _requireStatus(interest, head.state.status, _UNENDED);
        _requireValid(leg);
        bool platform = leg.register == Register.PLATFORM && _hasCapacity(institution, Capacities.AUTHORITY);
        if (institution != head.state.agent && !platform) {
            revert NotEntitledToLeg(leg.register, institution);
        }
        sequence = _LEDGER.next(1);
        bytes32 stateHash = keccak256(abi.encode(head.state));
        _record(
            interest,
            head,
            _interestWord(head),
            stateHash,
            ExternalRegistrationEntered.selector,
            abi.encode(sequence, uint40(block.timestamp), institution, stateHash, leg)
        );
    }

    /* REMARKS 附注 */

    /// @inheritdoc IAnnotations
    function remark(
        InterestId interest,
        ISecurityInterests.InterestHead calldata head,
        Remark kind,
        uint64 ref,
        uint32 day,
        string calldata number,
        bytes32 digest
    ) external returns (uint64 sequence) {
        uint32 institution = _INSTITUTIONS.authorize(msg.sender, Duties.MAKER, Capacities.WRITING);
        _requireValid(kind, ref, day, number);
        sequence = _LEDGER.next(1);
        if (kind == Remark.OBJECTION || kind == Remark.CANCELLATION_REQUESTED) {
            _requireStatus(interest, head.state.status, _UNENDED);
            _requireEntitled(kind, institution, head.state);
            ref = sequence;
            if (kind == Remark.OBJECTION) _objections[ref] = Objection(institution, _refOf(interest));
        } else {
            _requireObjector(interest, kind, ref, institution);
            if (kind == Remark.OBJECTION_WITHDRAWN) delete _objections[ref];
        }
        bytes32 stateHash = keccak256(abi.encode(head.state));
        _record(
            interest,
            head,
            _interestWord(head),
            stateHash,
            InterestRemarked.selector,
            abi.encode(
                sequence,
                uint40(block.timestamp),
                institution,
                stateHash,
                kind,
                ref,
                day,
                number,
                digest
            )
        );
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
            PartyId party = _INSTITUTIONS.institution(institution).party;
            entitled = party == state.grantor || party == state.debtor;
        }
        if (!entitled) revert NotEntitledToRemark(kind, institution);
    }

    function _requireObjector(InterestId interest, Remark kind, uint64 ref, uint32 institution) private view {
        Objection memory objection = _objections[ref];
        if (objection.institution == 0 || objection.interest != _refOf(interest)) {
            revert UnknownObjection(interest, ref);
        }
        if (objection.institution == institution) return;
        bool court = kind == Remark.CASE_ACCEPTED && _hasCapacity(institution, Capacities.COURT);
        if (!court) revert NotObjector(ref, institution);
    }
}
