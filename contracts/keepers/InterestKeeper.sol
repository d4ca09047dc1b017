// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ISecurityInterests} from "../interfaces/ISecurityInterests.sol";
import {CivilDate} from "../libraries/CivilDate.sol";
import {Journal} from "../libraries/Journal.sol";
import {Lists} from "../libraries/Lists.sol";
import {Members} from "../libraries/Members.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {InterestId, PartyId, RightId} from "../types/Ids.sol";
import {Head, States, Subjects} from "../types/Subjects.sol";
import {Approving} from "./Approving.sol";
import {RightKeeper} from "./RightKeeper.sol";

/// @title How every registry that governance appointed for interests keeps them
/// @notice Every registration on an interest is in its own journal. Its grantor's list has the interest from its first to its last
/// registration, so that a search by grantor is complete.
abstract contract InterestKeeper is RightKeeper, Approving {
    /// @notice Rights that one interest is registered on.
    uint256 public constant MAX_COLLATERAL = 32;
    /// @notice Secured parties of one interest.
    uint256 public constant MAX_SECURED_PARTIES = 16;

    /// @dev Statuses of an interest that has not ended, and of those the ones without declared default; masks as {_requireStatus} has it.
    uint256 internal constant _UNENDED = _IN_ORDER | (1 << uint256(ISecurityInterests.Status.ENFORCING));
    uint256 internal constant _IN_ORDER =
        (1 << uint256(ISecurityInterests.Status.ADVANCE)) |
            (1 << uint256(ISecurityInterests.Status.EFFECTIVE));

    /* MECHANISM */

    /// @notice Emits a registration on the interest and stores its new word, if the head is the present one.
    /// @param signature selector of the event, whose indexed arguments are the interest and its grantor
    /// @param data ABI encoding of the event's other arguments, `stateHash` among them
    function _record(
        InterestId interest,
        Head calldata head,
        bytes32 stateHash,
        bytes32 signature,
        bytes memory data
    ) internal {
        bytes32 id = InterestId.unwrap(interest);
        bytes32 entry = Journal.emitted(signature, id, PartyId.unwrap(_interestState(head).grantor), data);
        _replace(Subjects.INTEREST, id, head, stateHash, entry);
    }

    /// @notice As {_record}, of the registration that ends the interest: it leaves its grantor's list.
    function _recordEnd(
        InterestId interest,
        Head calldata head,
        bytes32 stateHash,
        bytes32 signature,
        bytes memory data
    ) internal {
        bytes32 id = InterestId.unwrap(interest);
        bytes32 grantor = PartyId.unwrap(_interestState(head).grantor);
        bytes32 entry = Journal.emitted(signature, id, grantor, data);
        _replaceAndList(Subjects.INTEREST, id, head, stateHash, entry, grantor, Lists.DETACHED);
    }

    /// @notice Takes every overlay of the interest from its rights.
    /// @param heads one for each of the interest's rights, in their order
    function _dischargeAll(
        InterestId interest,
        ISecurityInterests.InterestState calldata state,
        Head[] calldata heads,
        uint64 sequence
    ) internal {
        uint256 count = state.rights.length;
        if (heads.length != count) revert ISecurityInterests.HeadsDoNotMatch(heads.length, count);
        for (uint256 i = 0; i < count; ++i) {
            _discharge(state.rights[i], heads[i], _refOf(interest), sequence);
        }
    }

    /* RULES */

    /// @notice The agent of the interest, if the caller is a maker of it.
    function _requireAgent(
        InterestId interest,
        ISecurityInterests.InterestState calldata state
    ) internal view returns (uint32 agent) {
        agent = _authorize(Duties.MAKER, Capacities.SECURED_PARTY);
        if (state.agent != agent) revert ISecurityInterests.NotAgent(interest, agent);
    }

    /// @notice The agent, if the caller is a maker of it and the interest is neither ended, nor lapsed, nor in default.
    function _requireInOrder(
        InterestId interest,
        ISecurityInterests.InterestState calldata state
    ) internal view returns (uint32 agent) {
        agent = _requireAgent(interest, state);
        _requireStatus(interest, state.status, _IN_ORDER);
        _requireNotLapsed(interest, state);
    }

    /// @notice Reverts once 23:59:59 (Asia/Shanghai) of the term's last day has passed.
    function _requireNotLapsed(
        InterestId interest,
        ISecurityInterests.InterestState calldata state
    ) internal view {
        if (_hasLapsed(state)) revert ISecurityInterests.InterestLapsed(interest, state.termTo);
    }

    function _hasLapsed(ISecurityInterests.InterestState calldata state) internal view returns (bool) {
        return CivilDate.endOf(state.termTo) < block.timestamp;
    }

    function _hasCapacity(uint32 institution, uint16 capacity) internal view returns (bool) {
        (uint16 capacities, ) = Members.standingOf(_LEDGER, institution);
        return capacities & capacity != 0;
    }

    /// @notice 1 to {MAX_SECURED_PARTIES} institutions, ascending, the agent among them.
    function _requireSecuredParties(uint32[] calldata secured, uint32 agent) internal view {
        uint256 count = secured.length;
        if (count == 0 || count > MAX_SECURED_PARTIES) revert ISecurityInterests.InvalidSecuredParties();
        bool agentSecured;
        for (uint256 i = 0; i < count; ++i) {
            uint32 number = secured[i];
            if (number == 0 || (i != 0 && number <= secured[i - 1])) {
                revert ISecurityInterests.InvalidSecuredParties();
            }
            agentSecured = agentSecured || number == agent;
        }
        // Numbers are given out in order: those before the agent's exist, and here they ascend.
        uint32 last = secured[count - 1];
        if (last > agent && last > Members.countOf(_LEDGER))
            revert ISecurityInterests.InvalidSecuredParties();
        if (!agentSecured) revert ISecurityInterests.RegistrantNotSecured(agent);
    }

    /// @param allowed the statuses that allow it, as a mask with the bit 1 << status
    function _requireStatus(
        InterestId interest,
        ISecurityInterests.Status status,
        uint256 allowed
    ) internal pure {
        if (allowed & (1 << uint256(status)) == 0) revert ISecurityInterests.NotEffective(interest, status);
    }

    /// @notice Whether the interest is registered on the right.
    /// @dev Bounded by {MAX_COLLATERAL}: a forged state of more rights cannot have the present word.
    function _isOn(
        ISecurityInterests.InterestState calldata state,
        RightId right
    ) internal pure returns (bool) {
        for (uint256 i = 0; i < state.rights.length; ++i) {
            if (state.rights[i] == right) return true;
        }
        return false;
    }

    /* SHAPES */

    /// @notice The sequence of the initial registration, to which the interest's overlays refer.
    function _refOf(InterestId interest) internal pure returns (uint64) {
        // An interest's id is a registry sequence, of 48 bits.
        return uint64(uint256(InterestId.unwrap(interest)));
    }

    /// @notice The state that the head hands in, where it lies in the calldata.
    function _interestState(
        Head calldata head
    ) internal pure returns (ISecurityInterests.InterestState calldata state) {
        uint256 place = States.pointer(head.state, Subjects.INTEREST, States.INTEREST);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            state := place
        }
    }

    /// @notice The hash of a state, with what a successor has added to it: see {States.extension}.
    function _hashOf(
        ISecurityInterests.InterestState memory state,
        bytes memory extension
    ) internal pure returns (bytes32) {
        bytes memory encoded = abi.encode(States.INTEREST, state);
        return keccak256(extension.length == 0 ? encoded : bytes.concat(encoded, extension));
    }

    /// @notice The hash of the state with another status.
    function _hashWith(Head calldata head, ISecurityInterests.Status status) internal pure returns (bytes32) {
        ISecurityInterests.InterestState memory next = _interestState(head);
        next.status = status;
        return _hashOf(next, _interestExtension(head));
    }

    function _interestExtension(Head calldata head) internal pure returns (bytes calldata) {
        uint256[] calldata increases = _interestState(head).increases;
        uint256 end;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            end := add(increases.offset, shl(5, increases.length))
        }
        return States.extension(head.state, end);
    }
}
